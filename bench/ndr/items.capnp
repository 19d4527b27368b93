@0xb7f4a0de61f54b4c;

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("bench_items_capnp");

struct Item {
  number @0 :Int64;
  weight @1 :Float64;
  name @2 :Text;
}

struct Items {
  items @0 :List(Item);
}
