package dev.windtunnel.simulation;

import dev.windtunnel.proxy.route.Grpc;
import dev.windtunnel.proxy.route.RequestHead;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Requests as proxies and apps see them, numbered: a request under way carries a number instead of texts. */
final class Heads {

    private final Map<RequestHead, Integer> ids = new HashMap<>();
    private final List<RequestHead> heads = new ArrayList<>();
    /** Those that are gRPC calls. */
    private final BitSet grpc = new BitSet();

    /** Those that stand for connections of TCP. */
    private final BitSet tcp = new BitSet();

    /** The number of a head. */
    int id(RequestHead head) {
        Integer known = ids.get(head);
        if (known != null) {
            return known;
        }
        int id = heads.size();
        ids.put(head, id);
        heads.add(head);
        grpc.set(id, Grpc.isCall(head));
        tcp.set(id, isTcp(head));
        return id;
    }

    /** The head of a number. */
    RequestHead get(int id) {
        return heads.get(id);
    }

    /** Whether it is a gRPC call, for which apps speak HTTP/2. */
    boolean isGrpc(int id) {
        return grpc.get(id);
    }

    /** The gRPC status of an answer to its caller: the one that is in it, else of a call the one that stands for the code. */
    int grpc(int id, int code, int inAnswer) {
        return inAnswer != Grpc.NONE || !grpc.get(id) ? inAnswer : Grpc.status(code);
    }

    /** Whether it stands for a connection of TCP. */
    boolean isTcp(int id) {
        return tcp.get(id);
    }

    static boolean isTcp(RequestHead head) {
        return head.scheme().equals("tcp");
    }

    int size() {
        return heads.size();
    }
}
