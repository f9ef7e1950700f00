package dev.windtunnel.kernel;

import java.util.Arrays;

/**
 * A calendar of two levels. Time is cut into buckets of 2^shift ns. Events of the current bucket are kept sorted in a
 * short array; those of the next few thousand buckets lie unsorted in linked lists, with a bitmap of the buckets that
 * are not empty; those beyond wait in a heap. When the current bucket is used up, the next one that is not empty is
 * sorted into the array. The width follows the events: it is set so that a bucket sees a handful of events.
 *
 * <p>Brown, "Calendar queues", 1988, gave the idea; the bitmap, the sorted front and the far heap make it insensitive to
 * sparse and far events, and a heap in place of the sorted front to many events at one time.
 */
final class BucketRing {
    /** The fewest buckets: their heads fit well into a first-level cache. */
    private static final int FEWEST_BUCKETS = 1 << 12;

    private static final int MOST_BUCKETS = 1 << 18;
    /** Into a front of more events than this nothing is inserted by shifting; if need be it becomes a heap. */
    private static final int CROWD = 40;
    /** How many events a bucket should see, and the range within which its width is left alone. */
    private static final double GOOD_LOAD = 8;

    private static final double LIGHT_LOAD = 4;
    private static final double HEAVY_LOAD = 14;
    private static final int WIDEST_SHIFT = 44;
    /** Removals between two looks at the load: few at first, when the width is a guess. */
    private static final int FIRST_LOOK = 256;

    private static final int LATER_LOOK = 1 << 14;

    private int size;

    // The current bucket: sorted in [frontFrom, frontTo), or in the crowd's heap.
    private long[] frontTimes = new long[4 * CROWD];
    private long[] frontTags = new long[4 * CROWD];
    private int frontFrom;
    private int frontTo;
    private boolean crowded;
    private final BranchFreeHeap crowd = new BranchFreeHeap();

    // The buckets ahead: list heads, a bit for each that is not empty, and the nodes of the lists.
    private int[] heads = new int[FEWEST_BUCKETS];
    private long[] occupied = new long[FEWEST_BUCKETS >>> 6];
    private int inBuckets;
    private long[] nodeTimes = new long[256];
    private long[] nodeTags = new long[256];
    private int[] nodeLinks = new int[256];
    private int nodesUsed;
    private int freeNode = -1;

    private final BranchFreeHeap far = new BranchFreeHeap();

    private int shift = 14;
    private long current;

    // What is known of the load since the last look at it.
    private long lastTime = -1;
    private int removals;
    private int nextLook = FIRST_LOOK;
    private int look = FIRST_LOOK;
    private int differentTimes;
    private int bucketsOpened;

    BucketRing() {
        Arrays.fill(heads, -1);
    }

    int size() {
        return size;
    }

    long widthNanos() {
        return 1L << shift;
    }

    /** The earliest time; the ring must not be empty. */
    long firstTime() {
        if (frontFrom == frontTo && !crowded) {
            openNextBucket();
        }
        return crowded ? crowd.firstTime() : frontTimes[frontFrom];
    }

    /** The tag of the earliest event; only after {@link #firstTime()}, with nothing in between. */
    long firstTag() {
        return crowded ? crowd.firstTag() : frontTags[frontFrom];
    }

    /** Removes the earliest event; only after {@link #firstTime()}, with nothing in between. */
    void removeFirst() {
        long time;
        if (crowded) {
            time = crowd.firstTime();
            crowd.removeFirst();
            crowded = crowd.size() > 0;
        } else {
            time = frontTimes[frontFrom++];
        }
        size--;
        differentTimes += time == lastTime ? 0 : 1;
        lastTime = time;
        if (++removals >= nextLook) {
            lookAtLoad();
        }
    }

    void add(long time, long tag) {
        size++;
        long bucket = time >>> shift;
        long ahead = bucket - current;
        if (ahead <= 0) {
            addToFront(time, tag);
        } else if (ahead < heads.length) {
            link(newNode(time, tag), bucket);
        } else {
            far.add(time, tag);
        }
    }

    /**
     * Takes over all events of a heap. The ring must be empty. Their spacing gives a first guess of the width, unless
     * earlier events have already taught a better one.
     */
    void takeOver(BranchFreeHeap heap) {
        long earliest = heap.firstTime();
        long latest = earliest;
        for (int i = 0; i < heap.size(); i++) {
            latest = Math.max(latest, heap.timeAt(i));
        }
        double width = GOOD_LOAD / 2 * (latest - earliest) / heap.size();
        if (lastTime < 0 && width >= 1) {
            shift = Math.min(WIDEST_SHIFT, Math.getExponent(width));
        }
        current = earliest >>> shift;
        look = FIRST_LOOK;
        beginLook();
        for (int i = 0; i < heap.size(); i++) {
            add(heap.timeAt(i), heap.tagAt(i));
        }
        heap.clear();
    }

    private void openNextBucket() {
        frontFrom = 0;
        frontTo = 0;
        bucketsOpened++;
        if (inBuckets == 0) {
            current = far.firstTime() >>> shift;
        } else {
            openOccupied();
        }
        // The window has moved: far events that it now reaches take their places in it, or even in the front.
        while (far.size() > 0 && (far.firstTime() >>> shift) - current < heads.length) {
            long time = far.firstTime();
            long tag = far.firstTag();
            far.removeFirst();
            size--;
            add(time, tag);
        }
    }

    private void openOccupied() {
        int mask = heads.length - 1;
        int from = (int) (current + 1) & mask;
        int word = from >>> 6;
        long bits = occupied[word] & (-1L << from);
        while (bits == 0) {
            word = (word + 1) & (occupied.length - 1);
            bits = occupied[word];
        }
        int index = (word << 6) + Long.numberOfTrailingZeros(bits);
        current += 1 + ((index - from) & mask);
        occupied[word] &= ~(1L << index);
        int node = heads[index];
        heads[index] = -1;
        while (node >= 0) {
            int next = nodeLinks[node];
            addToFront(nodeTimes[node], nodeTags[node]);
            freeNode(node);
            inBuckets--;
            node = next;
        }
    }

    private void addToFront(long time, long tag) {
        if (crowded || frontTo - frontFrom >= CROWD) {
            addToLongFront(time, tag);
            return;
        }
        if (frontTo == frontTimes.length) {
            centreFront();
        }
        long[] times = frontTimes;
        long[] tags = frontTags;
        int from = frontFrom;
        int place = frontTo;
        while (place > from) {
            long before = times[place - 1];
            if (before < time || (before == time && tags[place - 1] < tag)) {
                break;
            }
            times[place] = before;
            tags[place] = tags[place - 1];
            place--;
        }
        times[place] = time;
        tags[place] = tag;
        frontTo++;
    }

    /**
     * A long front is most often one of many events at one time: scheduled now, they belong behind the last; taken from
     * a list, which gives the youngest first, before the first. Only what belongs between makes the front a crowd.
     */
    private void addToLongFront(long time, long tag) {
        if (crowded) {
            crowd.add(time, tag);
            return;
        }
        if (frontFrom == 0 || frontTo == frontTimes.length) {
            centreFront();
        }
        int last = frontTo - 1;
        if (frontTimes[last] < time || (frontTimes[last] == time && frontTags[last] < tag)) {
            frontTimes[frontTo] = time;
            frontTags[frontTo++] = tag;
        } else if (time < frontTimes[frontFrom] || (time == frontTimes[frontFrom] && tag < frontTags[frontFrom])) {
            frontTimes[--frontFrom] = time;
            frontTags[frontFrom] = tag;
        } else {
            addToCrowd(time, tag);
        }
    }

    /** Makes room on both sides of the front, in a larger array if it fills more than half of this one. */
    private void centreFront() {
        int length = frontTo - frontFrom;
        int capacity = 2 * length > frontTimes.length ? 2 * frontTimes.length : frontTimes.length;
        long[] times = capacity == frontTimes.length ? frontTimes : new long[capacity];
        long[] tags = capacity == frontTags.length ? frontTags : new long[capacity];
        int begin = (capacity - length) / 2;
        System.arraycopy(frontTimes, frontFrom, times, begin, length);
        System.arraycopy(frontTags, frontFrom, tags, begin, length);
        frontTimes = times;
        frontTags = tags;
        frontFrom = begin;
        frontTo = begin + length;
    }

    private void addToCrowd(long time, long tag) {
        for (int i = frontFrom; i < frontTo; i++) {
            crowd.add(frontTimes[i], frontTags[i]);
        }
        frontFrom = 0;
        frontTo = 0;
        crowd.add(time, tag);
        crowded = true;
    }

    private int newNode(long time, long tag) {
        int node = freeNode;
        if (node >= 0) {
            freeNode = nodeLinks[node];
        } else {
            node = nodesUsed++;
            if (node == nodeTimes.length) {
                nodeTimes = Arrays.copyOf(nodeTimes, 2 * node);
                nodeTags = Arrays.copyOf(nodeTags, 2 * node);
                nodeLinks = Arrays.copyOf(nodeLinks, 2 * node);
            }
        }
        nodeTimes[node] = time;
        nodeTags[node] = tag;
        return node;
    }

    private void freeNode(int node) {
        nodeLinks[node] = freeNode;
        freeNode = node;
    }

    private void link(int node, long bucket) {
        int index = (int) bucket & (heads.length - 1);
        nodeLinks[node] = heads[index];
        heads[index] = node;
        occupied[index >>> 6] |= 1L << index;
        inBuckets++;
    }

    private void lookAtLoad() {
        double load = (double) removals / Math.max(1, bucketsOpened);
        double differentLoad = (double) differentTimes / Math.max(1, bucketsOpened);
        double factor = 1;
        if (load < LIGHT_LOAD) {
            factor = GOOD_LOAD / load;
        } else if (load > HEAVY_LOAD) {
            // No width parts events at one time: with one time to a bucket this is 1.
            factor = Math.max(GOOD_LOAD / load, 1 / differentLoad);
        }
        int newShift = Math.max(0, Math.min(WIDEST_SHIFT, shift + steps(factor)));
        int buckets = heads.length;
        while (buckets < size && buckets < MOST_BUCKETS) {
            buckets *= 2;
        }
        look = Math.min(LATER_LOOK, 2 * look);
        if (newShift != shift || buckets != heads.length) {
            rebuild(newShift, buckets);
        }
        beginLook();
    }

    /** By how many powers of two to change the width; narrower is safe to guess, wider is tried in small steps. */
    private static int steps(double factor) {
        return Math.max(-6, Math.min(3, (int) StrictMath.rint(StrictMath.log(factor) / StrictMath.log(2))));
    }

    private void beginLook() {
        removals = 0;
        differentTimes = 0;
        bucketsOpened = 0;
        // A rebuild costs as much as a few removals for each pending event; it is allowed so often and no more.
        nextLook = Math.max(look, look == LATER_LOOK ? size : 0);
    }

    /** Sorts all into buckets of a new width, but for the far events: the next opening of a bucket looks after them. */
    private void rebuild(int newShift, int buckets) {
        int chain = -1;
        for (int word = 0; word < occupied.length; word++) {
            for (long bits = occupied[word]; bits != 0; bits &= bits - 1) {
                int index = (word << 6) + Long.numberOfTrailingZeros(bits);
                int node = heads[index];
                heads[index] = -1;
                while (node >= 0) {
                    int next = nodeLinks[node];
                    nodeLinks[node] = chain;
                    chain = node;
                    node = next;
                }
            }
            occupied[word] = 0;
        }
        inBuckets = 0;
        for (int i = frontFrom; i < frontTo; i++) {
            chain = chained(chain, frontTimes[i], frontTags[i]);
        }
        frontFrom = 0;
        frontTo = 0;
        for (int i = 0; i < crowd.size(); i++) {
            chain = chained(chain, crowd.timeAt(i), crowd.tagAt(i));
        }
        crowd.clear();
        crowded = false;

        shift = newShift;
        current = lastTime >>> newShift;
        if (buckets != heads.length) {
            heads = new int[buckets];
            Arrays.fill(heads, -1);
            occupied = new long[buckets >>> 6];
        }
        while (chain >= 0) {
            int next = nodeLinks[chain];
            long bucket = nodeTimes[chain] >>> newShift;
            long ahead = bucket - current;
            if (ahead > 0 && ahead < buckets) {
                link(chain, bucket);
            } else {
                if (ahead <= 0) {
                    addToFront(nodeTimes[chain], nodeTags[chain]);
                } else {
                    far.add(nodeTimes[chain], nodeTags[chain]);
                }
                freeNode(chain);
            }
            chain = next;
        }
    }

    private int chained(int chain, long time, long tag) {
        int node = newNode(time, tag);
        nodeLinks[node] = chain;
        return node;
    }
}
