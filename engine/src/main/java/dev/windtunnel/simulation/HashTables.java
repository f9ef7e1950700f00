package dev.windtunnel.simulation;

import dev.windtunnel.plan.ClusterConfig;
import dev.windtunnel.proxy.balance.Balancing;
import dev.windtunnel.proxy.balance.HashTable;
import dev.windtunnel.proxy.balance.Maglev;
import dev.windtunnel.proxy.balance.Ring;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tables of balancers that go by hashes; proxies that know the same hosts share them. */
final class HashTables {

    private final Core core;
    private final Map<Key, HashTable> tables = new HashMap<>();

    private record Key(Balancing balancing, long size, List<String> addresses, List<Integer> weights) {}

    HashTables(Core core) {
        this.core = core;
    }

    HashTable of(ClusterConfig config, HostState[] hosts) {
        List<String> addresses = new ArrayList<>();
        List<Integer> weights = new ArrayList<>();
        for (HostState host : hosts) {
            addresses.add(core.pod(host.pod).ip + ":" + host.endpoint.port());
            weights.add(host.endpoint.weight());
        }
        return tables.computeIfAbsent(new Key(config.balancing(), config.hashSize(), addresses, weights), this::make);
    }

    private HashTable make(Key key) {
        int[] weights = key.weights().stream().mapToInt(Integer::intValue).toArray();
        return key.balancing() == Balancing.MAGLEV
                ? new Maglev(key.addresses(), weights, (int) key.size())
                : new Ring(key.addresses(), weights, key.size());
    }
}
