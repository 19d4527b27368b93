// Switches that mean something on Windows only are accepted, so that a project's build line can stay as it is.
#include "options.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

namespace farcall::idl {
namespace {

enum class Arity : uint8_t { none, one, prefix_list, joined };

struct Switch {
  std::string_view name;
  Arity arity;
  void (*apply)(Options&, const std::string& value);  // nullptr: accepted and ignored
};

void out(Options& o, const std::string& v) {
  o.out = v;
}
void acf(Options& o, const std::string& v) {
  o.acf = v;
}
void header(Options& o, const std::string& v) {
  o.header = v;
}
void client_stub(Options& o, const std::string& v) {
  o.client_stub = v;
}
void server_stub(Options& o, const std::string& v) {
  o.server_stub = v;
}
void old_names(Options& o, const std::string&) {
  o.back.old_names = true;
}
void no_default_epv(Options& o, const std::string&) {
  o.back.no_default_epv = true;
}
void app_config(Options& o, const std::string&) {
  o.app_config = true;
}
void no_cpp(Options& o, const std::string&) {
  o.preprocessor.enabled = false;
}
void cpp_cmd(Options& o, const std::string& v) {
  o.preprocessor.command = v;
}
void all_errors(Options& o, const std::string&) {
  o.warnings_are_errors = true;
}
void no_warn(Options& o, const std::string&) {
  o.silent = true;
}
void check_only(Options& o, const std::string&) {
  o.syntax_check = true;
}
void help(Options& o, const std::string&) {
  o.help = true;
}

void cpp_opt(Options& o, const std::string& v) {
  std::istringstream words(v);
  for (std::string word; words >> word;) o.preprocessor.replacement.push_back(word);
  o.preprocessor.replaced = true;
}

void osf(Options& o, const std::string&) {
  o.osf = true;
}
void messages(Options& o, const std::string& v) {
  o.messages = v;
}

// Values that are checked after parsing, because they are one of a few words.
void client(Options& o, const std::string& v) {
  o.make_client = v != "none";
}
void server(Options& o, const std::string& v) {
  o.make_server = v != "none";
}
void protocol(Options& o, const std::string& v) {
  o.back.protocol = v == "dce" ? Protocol::dce : v == "ndr64" ? Protocol::ndr64 : Protocol::all;
}

constexpr Switch k_switches[] = {
    {"out", Arity::one, out},
    {"acf", Arity::one, acf},
    {"header", Arity::one, header},
    {"h", Arity::one, header},
    {"cstub", Arity::one, client_stub},
    {"sstub", Arity::one, server_stub},
    {"client", Arity::one, client},
    {"server", Arity::one, server},
    {"oldnames", Arity::none, old_names},
    {"use_epv", Arity::none, nullptr},
    {"no_default_epv", Arity::none, no_default_epv},
    {"app_config", Arity::none, app_config},
    {"no_cpp", Arity::none, no_cpp},
    {"nocpp", Arity::none, no_cpp},
    {"cpp_cmd", Arity::one, cpp_cmd},
    {"cpp_opt", Arity::one, cpp_opt},
    {"WX", Arity::none, all_errors},
    {"no_warn", Arity::none, no_warn},
    {"syntax_check", Arity::none, check_only},
    {"Zs", Arity::none, check_only},
    {"help", Arity::none, help},
    {"?", Arity::none, help},
    {"confirm", Arity::none, help},
    {"osf", Arity::none, osf},
    {"o", Arity::one, messages},
    {"protocol", Arity::one, protocol},
    {"env", Arity::one, nullptr},
    {"amd64", Arity::none, nullptr},
    {"x64", Arity::none, nullptr},
    {"win32", Arity::none, nullptr},
    {"win64", Arity::none, nullptr},
    {"char", Arity::one, nullptr},
    {"error", Arity::one, nullptr},
    {"target", Arity::one, nullptr},
    {"robust", Arity::none, nullptr},
    {"no_robust", Arity::none, nullptr},
    {"Oi", Arity::none, nullptr},
    {"Oic", Arity::none, nullptr},
    {"Oicf", Arity::none, nullptr},
    {"Oif", Arity::none, nullptr},
    {"Os", Arity::none, nullptr},
    {"c_ext", Arity::none, nullptr},
    {"ms_ext", Arity::none, nullptr},
    {"ms_union", Arity::none, nullptr},
    {"nologo", Arity::none, nullptr},
    {"lcid", Arity::one, nullptr},
    {"backward_compat", Arity::one, nullptr},
    {"no_format_opt", Arity::none, nullptr},
    {"version_stamp", Arity::none, nullptr},
    {"msc_ver", Arity::one, nullptr},
    {"no_def_idir", Arity::none, nullptr},
    {"sal", Arity::none, nullptr},
    {"sal_local", Arity::none, nullptr},
    {"savePP", Arity::none, nullptr},
    {"align", Arity::one, nullptr},
    {"pack", Arity::one, nullptr},
    {"iid", Arity::one, nullptr},
    {"dlldata", Arity::one, nullptr},
    {"proxy", Arity::one, nullptr},
    {"tlb", Arity::one, nullptr},
    {"notlb", Arity::none, nullptr},
    {"new", Arity::none, nullptr},
    {"old", Arity::none, nullptr},
    {"newtlb", Arity::none, nullptr},
    {"oldtlb", Arity::none, nullptr},
    {"mktyplib203", Arity::none, nullptr},
};

// Known to MIDL, but what they ask for is not done here.
constexpr std::string_view k_refused[] = {"rpcss",       "caux",   "saux",      "import",
                                          "cstruct_out", "winrt",  "winmd",     "metadata_dir",
                                          "nomd",        "nomidl", "ns_prefix", "enum_class"};

class Parser {
 public:
  Parser(Options& options, std::ostream& errors) : options_(options), errors_(errors) {}

  bool run(std::vector<std::string> words) {
    words_ = std::move(words);
    for (at_ = 0; at_ < words_.size() && good_; ++at_) word(words_[at_]);
    if (good_ && options_.inputs.empty() && !options_.help && !options_.version)
      fail("no input file");
    return good_;
  }

 private:
  void fail(const std::string& text) {
    errors_ << "midl: error: " << text << " (--help lists the switches)\n";
    good_ = false;
  }

  void word(const std::string& text) {
    if (text.starts_with('@') && text.size() > 1) return response_file(text.substr(1));
    if (text.starts_with("--")) return ours(text);
    // A path like /tmp/a.idl is no switch.
    const bool dash = text.starts_with('-') && text.size() > 1;
    const bool slash =
        text.starts_with('/') && text.find('/', 1) == std::string::npos && !text.ends_with(".idl");
    if (!dash && !slash) return options_.inputs.push_back(text);
    theirs(text.substr(1), text);
  }

  std::string value(const std::string& name) {
    if (at_ + 1 < words_.size()) return words_[++at_];
    fail(name + " needs a value");
    return {};
  }

  // -DNAME, -D NAME and so on.
  void joined(std::string& text, const std::string& whole, std::vector<std::string>& out,
              std::string_view prefix) {
    const std::string rest = text.substr(1);
    const std::string v = rest.empty() ? value(whole) : rest;
    if (good_) out.push_back(std::string(prefix) + v);
  }

  void theirs(std::string text, const std::string& whole) {
    for (const Switch& each : k_switches)
      if (text == each.name) return known(each, whole);
    if (text == "prefix") return prefix(whole);
    if (std::find(std::begin(k_refused), std::end(k_refused), text) != std::end(k_refused))
      return fail("switch " + whole + " is not supported");
    if (text[0] == 'D') return joined(text, whole, options_.preprocessor.definitions, "-D");
    if (text[0] == 'U') return joined(text, whole, options_.preprocessor.definitions, "-U");
    if (text[0] == 'I') return joined(text, whole, options_.preprocessor.directories, "");
    if (text[0] == 'W' && text.size() == 2 && text[1] >= '0' && text[1] <= '4') {
      options_.silent = text[1] == '0';
      return;
    }
    if (text == "W" && at_ + 1 < words_.size() && words_[at_ + 1].size() == 1) {
      options_.silent = words_[++at_] == "0";
      return;
    }
    if (text.starts_with("Zp")) return;
    fail("unknown switch " + whole);
  }

  void known(const Switch& each, const std::string& whole) {
    const std::string v = each.arity == Arity::one ? value(whole) : std::string();
    if (!good_) return;
    if ((each.name == "client" || each.name == "server") && v != "none" && v != "stub")
      return fail(whole + " needs none or stub, not " + v);
    if (each.name == "protocol" && v != "dce" && v != "ndr64" && v != "all")
      return fail(whole + " needs dce, ndr64 or all, not " + v);
    if (each.apply) each.apply(options_, v);
  }

  // -prefix client c_ server s_: as long as the next word is one of the kinds.
  void prefix(const std::string& whole) {
    bool any = false;
    while (at_ + 2 < words_.size()) {
      const std::string& kind = words_[at_ + 1];
      const bool client = kind == "client" || kind == "cstub" || kind == "all";
      const bool server = kind == "server" || kind == "sstub" || kind == "all";
      if (!client && !server && kind != "switch") break;
      if (client) options_.back.client_prefix = words_[at_ + 2];
      if (server) options_.back.server_prefix = words_[at_ + 2];
      at_ += 2;
      any = true;
    }
    if (!any) fail(whole + " needs client, server or all and a prefix");
  }

  void ours(const std::string& text) {
    const size_t equals = text.find('=');
    const std::string name = text.substr(0, equals);
    if (name == "--help")
      options_.help = true;
    else if (name == "--version")
      options_.version = true;
    else if (name == "--dump-json")
      options_.dump_json = true;
    else if (name == "--long")
      long_width(equals == std::string::npos ? value(name) : text.substr(equals + 1));
    else if (name == "--depfile")
      options_.depfile = equals == std::string::npos ? value(name) : text.substr(equals + 1);
    else
      fail("unknown switch " + text);
  }

  void long_width(const std::string& text) {
    if (text != "native" && text != "32") return fail("--long needs native or 32");
    options_.back.long32 = text == "32";
  }

  // The words of a file, quotes around those with spaces, in place of @FILE.
  void response_file(const std::string& path) {
    if (++response_files_ > 16) return fail("too many response files");
    std::string text;
    if (!read_file(path, text)) return fail("cannot read " + path);
    std::vector<std::string> found;
    std::string current;
    bool quoted = false, any = false;
    for (const char c : text + "\n") {
      if (c == '"') {
        quoted = !quoted;
        any = true;
      } else if (!quoted && (c == ' ' || c == '\t' || c == '\r' || c == '\n')) {
        if (any) found.push_back(current);
        current.clear();
        any = false;
      } else {
        current += c;
        any = true;
      }
    }
    words_.insert(words_.begin() + static_cast<std::ptrdiff_t>(at_) + 1, found.begin(),
                  found.end());
  }

  Options& options_;
  std::ostream& errors_;
  std::vector<std::string> words_;
  size_t at_ = 0;
  unsigned response_files_ = 0;
  bool good_ = true;
};

}  // namespace

bool parse_options(const std::vector<std::string>& arguments, Options& options,
                   std::ostream& errors) {
  return Parser(options, errors).run(arguments);
}

void print_help(std::ostream& out) {
  out << R"(usage: midl [switches] FILE.idl
Compiles IDL and ACF to FILE.h, FILE_c.cpp and FILE_s.cpp. Switches start with - or /.

  -out DIR              where the files go (default: here)
  -acf FILE             the attribute configuration file (default: FILE.acf if there is one)
  -header NAME, -h NAME, -cstub NAME, -sstub NAME
                        names of the generated files
  -client none|stub, -server none|stub
                        leave a stub out
  -D NAME[=VALUE], -U NAME, -I DIR
                        for the preprocessor; -I also for imports
  -no_cpp               do not preprocess
  -cpp_cmd PROGRAM, -cpp_opt "OPTIONS"
                        another preprocessor; its options instead of -D -U -I
  -oldnames             X_ClientIfHandle and X_ServerIfHandle instead of X_v1_0_c_ifspec and X_v1_0_s_ifspec
  -no_default_epv       no default entry point vector: the program gives RpcServerRegisterIf one
  -use_epv              stubs call through the vector; they always do
  -prefix client C server S
                        prefixes for the functions of either side, so that one program can hold both
  -app_config           binding attributes may stand in the IDL file
  -protocol dce|ndr64|all
                        transfer syntaxes that stubs offer and accept: NDR 2.0, NDR64, both (default)
  -W 0…4, -WX, -no_warn warnings off, warnings as errors
  -syntax_check, -Zs    check only
  @FILE                 switches from a file
  -o FILE               messages to a file
  -osf                  strict DCE: asynchronous operations are errors
  --long=native|32      how C spells IDL long: as long, or as int32_t
  --dump-json           print interfaces and operations, write nothing
  --depfile FILE        write the files read, for make and ninja
  --help, --version

Accepted and without effect, as they concern Windows or old compilers: -env -amd64 -x64 -win32 -win64 -char -error
-target -robust -no_robust -Oi… -Os -c_ext -ms_ext -ms_union -nologo -lcid -backward_compat -no_format_opt
-version_stamp -msc_ver -no_def_idir -sal -sal_local -savePP -align -pack -Zp -iid -dlldata -proxy -tlb -notlb -newtlb
-new -old -oldtlb -mktyplib203
)";
}

}  // namespace farcall::idl
