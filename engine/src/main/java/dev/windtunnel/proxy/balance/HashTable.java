package dev.windtunnel.proxy.balance;

/** Which host a hash means: what ring hash and Maglev make of a list of hosts. Immutable, shared by all workers. */
public interface HashTable {

    /**
     * The host of a hash.
     *
     * @param hash 64 bits, of the request or random
     * @param attempt how often the pick is repeated for one request, from 0
     * @return index in the list that the table was made of
     */
    int pick(long hash, int attempt);
}
