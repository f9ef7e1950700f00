package dev.windtunnel.simulation;

import dev.windtunnel.proxy.route.Grpc;
import dev.windtunnel.proxy.route.RequestHead;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Requests as proxies and apps see them, numbered: a request under way carries a number instead of texts. */
final class Heads {

    private final Map<RequestHead, Integer> ids = new HashMap<>();
    private RequestHead[] heads = new RequestHead[16];
    /** Those that are gRPC calls. */
    private boolean[] grpc = new boolean[16];

    /** Those that stand for connections of TCP. */
    private boolean[] tcp = new boolean[16];

    /** Those whose callers begin with TLS. */
    private boolean[] tls = new boolean[16];

    /** The number of a head. */
    int id(RequestHead head) {
        Integer known = ids.get(head);
        if (known != null) {
            return known;
        }
        int id = ids.size();
        if (id == heads.length) {
            heads = Arrays.copyOf(heads, 2 * id);
            grpc = Arrays.copyOf(grpc, 2 * id);
            tcp = Arrays.copyOf(tcp, 2 * id);
            tls = Arrays.copyOf(tls, 2 * id);
        }
        ids.put(head, id);
        heads[id] = head;
        grpc[id] = Grpc.isCall(head);
        tcp[id] = isTcp(head);
        tls[id] = isTls(head);
        return id;
    }

    /** The head of a number. */
    RequestHead get(int id) {
        return heads[id];
    }

    /** Whether it is a gRPC call, for which apps speak HTTP/2. */
    boolean isGrpc(int id) {
        return grpc[id];
    }

    /** The gRPC status of an answer to its caller: the one that is in it, else of a call the one that stands for the code. */
    int grpc(int id, int code, int inAnswer) {
        return inAnswer != Grpc.NONE || !grpc[id] ? inAnswer : Grpc.status(code);
    }

    /** Whether it stands for a connection of TCP. */
    boolean isTcp(int id) {
        return tcp[id];
    }

    /** Whether its caller begins with TLS. */
    boolean isTls(int id) {
        return tls[id];
    }

    static boolean isTcp(RequestHead head) {
        return head.scheme().equals("tcp") || head.scheme().equals("tls");
    }

    /** Whether its caller begins with TLS. */
    static boolean isTls(RequestHead head) {
        return head.scheme().equals("https") || head.scheme().equals("tls");
    }

    int size() {
        return ids.size();
    }
}
