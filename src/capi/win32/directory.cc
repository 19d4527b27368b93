// Service principal names, and the directory that is not there: see ntdsapi.h, dsgetdc.h and secext.h.
#include <farcall/sdk/dsgetdc.h>
#include <farcall/sdk/ntdsapi.h>
#include <farcall/sdk/secext.h>

#include <string>
#include <vector>

#include "capi/guard.h"
#include "capi/text.h"
#include "capi/win32/host_name.h"
#include "capi/win32/win32.h"

namespace farcall::capi {
namespace {

std::string narrow(const char* text) {
  return text ? std::string(text) : std::string();
}
std::string narrow(const WCHAR* text) {
  return from_text(reinterpret_cast<const unsigned short*>(text));
}

Result<void> give(const std::string& text, char** out) {
  return give_text(text, reinterpret_cast<unsigned char**>(out));
}
Result<void> give(const std::string& text, WCHAR** out) {
  return give_text(text, reinterpret_cast<unsigned short**>(out));
}

template <class Unit>
void free_spns(DWORD count, Unit** names) {
  for (DWORD i = 0; names && i < count; ++i) std::free(names[i]);
  std::free(names);
}

// Where an instance of the service is: host names are this computer's unless they are given.
template <class Unit>
Result<std::vector<std::string>> instances(DS_SPN_NAME_TYPE type, const Unit* service, USHORT count,
                                           const Unit* const* names) {
  std::vector<std::string> result;
  const bool needs_service = type == DS_SPN_SERVICE;
  if (needs_service != (service != nullptr) || (count && !names))
    return Status{ERROR_INVALID_PARAMETER};
  if (type == DS_SPN_DOMAIN || type == DS_SPN_NB_DOMAIN || type == DS_SPN_DN_HOST)
    return Status{ERROR_NO_SUCH_DOMAIN};
  for (USHORT i = 0; i < count; ++i) result.push_back(narrow(names[i]));
  if (count == 0) result.push_back(type == DS_SPN_NB_HOST ? netbios_host_name() : dns_host_name());
  return result;
}

template <class Unit>
DWORD get_spn(DS_SPN_NAME_TYPE type, const Unit* service_class, const Unit* service, USHORT port,
              USHORT count, const Unit* const* names, const USHORT* ports, DWORD* number,
              Unit*** out) {
  return static_cast<DWORD>(guard([&]() -> Result<void> {
    if (!service_class || !*service_class || !number || !out)
      return Status{ERROR_INVALID_PARAMETER};
    std::vector<std::string> places;
    RPC_TRY(places, instances(type, service, count, names));
    auto** list = static_cast<Unit**>(std::calloc(places.size(), sizeof(Unit*)));
    if (!list) return Status{ERROR_NOT_ENOUGH_MEMORY};
    for (size_t i = 0; i < places.size(); ++i) {
      const USHORT at = count && ports ? ports[i] : port;
      std::string name = narrow(service_class) + "/" + places[i];
      if (at) name += ":" + std::to_string(at);
      if (service) name += "/" + narrow(service);
      if (!give(name, &list[i]).ok()) {
        free_spns(static_cast<DWORD>(places.size()), list);
        return Status{ERROR_NOT_ENOUGH_MEMORY};
      }
    }
    *number = static_cast<DWORD>(places.size());
    *out = list;
    return {};
  }));
}

DWORD no_directory(HANDLE* handle) {
  if (!handle) return ERROR_INVALID_PARAMETER;
  *handle = nullptr;
  return ERROR_NO_SUCH_DOMAIN;
}

template <class Info>
DWORD no_domain(Info** info) {
  if (!info) return ERROR_INVALID_PARAMETER;
  *info = nullptr;
  return fail(ERROR_NO_SUCH_DOMAIN, DWORD{ERROR_NO_SUCH_DOMAIN});
}

}  // namespace
}  // namespace farcall::capi

using namespace farcall;

extern "C" {

DWORD WINAPI DsGetSpnA(DS_SPN_NAME_TYPE ServiceType, LPCSTR ServiceClass, LPCSTR ServiceName,
                       USHORT InstancePort, USHORT cInstanceNames, LPCSTR* pInstanceNames,
                       const USHORT* pInstancePorts, DWORD* pcSpn, LPSTR** prpszSpn) {
  return capi::get_spn(ServiceType, ServiceClass, ServiceName, InstancePort, cInstanceNames,
                       pInstanceNames, pInstancePorts, pcSpn, prpszSpn);
}
DWORD WINAPI DsGetSpnW(DS_SPN_NAME_TYPE ServiceType, LPCWSTR ServiceClass, LPCWSTR ServiceName,
                       USHORT InstancePort, USHORT cInstanceNames, LPCWSTR* pInstanceNames,
                       const USHORT* pInstancePorts, DWORD* pcSpn, LPWSTR** prpszSpn) {
  return capi::get_spn(ServiceType, ServiceClass, ServiceName, InstancePort, cInstanceNames,
                       pInstanceNames, pInstancePorts, pcSpn, prpszSpn);
}
void WINAPI DsFreeSpnArrayA(DWORD cSpn, LPSTR* rpszSpn) {
  capi::free_spns(cSpn, rpszSpn);
}
void WINAPI DsFreeSpnArrayW(DWORD cSpn, LPWSTR* rpszSpn) {
  capi::free_spns(cSpn, rpszSpn);
}

DWORD WINAPI DsBindA(LPCSTR, LPCSTR, HANDLE* phDS) {
  return capi::no_directory(phDS);
}
DWORD WINAPI DsBindW(LPCWSTR, LPCWSTR, HANDLE* phDS) {
  return capi::no_directory(phDS);
}
DWORD WINAPI DsUnBindA(HANDLE*) {
  return ERROR_INVALID_HANDLE;
}
DWORD WINAPI DsUnBindW(HANDLE*) {
  return ERROR_INVALID_HANDLE;
}
DWORD WINAPI DsWriteAccountSpnA(HANDLE, DS_SPN_WRITE_OP, LPCSTR, DWORD, LPCSTR*) {
  return ERROR_INVALID_HANDLE;
}
DWORD WINAPI DsWriteAccountSpnW(HANDLE, DS_SPN_WRITE_OP, LPCWSTR, DWORD, LPCWSTR*) {
  return ERROR_INVALID_HANDLE;
}

DWORD WINAPI DsGetDcNameA(LPCSTR, LPCSTR, GUID*, LPCSTR, ULONG,
                          PDOMAIN_CONTROLLER_INFOA* DomainControllerInfo) {
  return capi::no_domain(DomainControllerInfo);
}
DWORD WINAPI DsGetDcNameW(LPCWSTR, LPCWSTR, GUID*, LPCWSTR, ULONG,
                          PDOMAIN_CONTROLLER_INFOW* DomainControllerInfo) {
  return capi::no_domain(DomainControllerInfo);
}

BOOLEAN WINAPI GetComputerObjectNameA(EXTENDED_NAME_FORMAT, LPSTR, DWORD*) {
  return capi::fail(ERROR_CANT_ACCESS_DOMAIN_INFO, BOOLEAN{FALSE});
}
BOOLEAN WINAPI GetComputerObjectNameW(EXTENDED_NAME_FORMAT, LPWSTR, DWORD*) {
  return capi::fail(ERROR_CANT_ACCESS_DOMAIN_INFO, BOOLEAN{FALSE});
}

}  // extern "C"
