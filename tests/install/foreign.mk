CFLAGS = $(shell pkg-config --cflags farcall-sdk) -I. -Wall $(EXTRA)
CXXFLAGS = -std=c++20 $(CFLAGS)
LDLIBS = $(shell pkg-config --libs farcall-sdk)
MIDL = $(shell pkg-config --variable=midl farcall)

all: async_reply_client async_reply_server

async_reply_c.cpp async_reply_s.cpp: async_reply.h
async_reply.h: async_reply.idl async_reply.acf
	$(MIDL) -acf async_reply.acf async_reply.idl

client.o server.o async_reply_c.o async_reply_s.o: async_reply.h

async_reply_client: client.o async_reply_c.o
	$(CXX) $(EXTRA) -o $@ $^ $(LDLIBS)
async_reply_server: server.o async_reply_s.o
	$(CXX) $(EXTRA) -o $@ $^ $(LDLIBS)
