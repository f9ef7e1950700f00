package dev.windtunnel.simulation;

import dev.windtunnel.proxy.route.RequestHead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Requests as proxies and apps see them, numbered: a request under way carries a number instead of texts. */
final class Heads {

    private final Map<RequestHead, Integer> ids = new HashMap<>();
    private final List<RequestHead> heads = new ArrayList<>();

    /** The number of a head. */
    int id(RequestHead head) {
        Integer known = ids.get(head);
        if (known != null) {
            return known;
        }
        int id = heads.size();
        ids.put(head, id);
        heads.add(head);
        return id;
    }

    /** The head of a number. */
    RequestHead get(int id) {
        return heads.get(id);
    }

    int size() {
        return heads.size();
    }
}
