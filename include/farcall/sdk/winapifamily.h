/* Which parts of Windows a source may use: all of those that are here. */
#ifndef FARCALL_SDK_WINAPIFAMILY_H
#define FARCALL_SDK_WINAPIFAMILY_H

#define WINAPI_PARTITION_DESKTOP 1
#define WINAPI_PARTITION_APP 1
#define WINAPI_PARTITION_SYSTEM 1
#define WINAPI_PARTITION_GAMES 0
#define WINAPI_PARTITION_PC_APP 1
#define WINAPI_PARTITION_PHONE_APP 0
#define WINAPI_FAMILY_PARTITION(Partitions) (Partitions)
#define WINAPI_FAMILY_ONE_PARTITION(PartitionSet, Partition) (WINAPI_FAMILY_PARTITION(PartitionSet) && Partition)

#endif
