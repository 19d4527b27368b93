/* FARCALL_API: marks what the library exports. The list is src/capi/exports.txt. */
#ifndef FARCALL_SDK_FARCALL_API_H
#define FARCALL_SDK_FARCALL_API_H

#define FARCALL_API __attribute__((visibility("default")))

#endif
