/* Annotations of parameters that a checker of Windows compilers reads; nothing here. */
#ifndef FARCALL_SDK_SAL_H
#define FARCALL_SDK_SAL_H

#define _In_
#define _In_z_
#define _In_opt_
#define _In_opt_z_
#define _Inout_
#define _Inout_opt_
#define _Inout_z_
#define _Out_
#define _Out_opt_
#define _Outptr_
#define _Outptr_opt_
#define _Outptr_result_maybenull_
#define _Ret_maybenull_
#define _Ret_notnull_
#define _Must_inspect_result_
#define _Check_return_
#define _Null_terminated_
#define _Reserved_
#define _Use_decl_annotations_
#define _Printf_format_string_
#define _In_reads_(size)
#define _In_reads_opt_(size)
#define _In_reads_bytes_(size)
#define _In_reads_bytes_opt_(size)
#define _In_reads_z_(size)
#define _Inout_updates_(size)
#define _Inout_updates_bytes_(size)
#define _Out_writes_(size)
#define _Out_writes_opt_(size)
#define _Out_writes_bytes_(size)
#define _Out_writes_bytes_opt_(size)
#define _Out_writes_z_(size)
#define _Field_size_(size)
#define _Field_size_bytes_(size)
#define _Success_(size)
#define _Out_writes_to_(a, b)
#define _Out_writes_bytes_to_(a, b)
#define _Field_range_(a, b)
#define _In_range_(a, b)
#define _Ret_range_(a, b)
#define _When_(a, b)

#endif
