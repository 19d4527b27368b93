/* The layouts as C sees them. */
#include <assert.h>

#include "layouts.h"
