package dev.windtunnel.simulation;

import dev.windtunnel.plan.TrafficPlan;
import dev.windtunnel.proxy.route.RequestHead;
import dev.windtunnel.random.Keyed;
import dev.windtunnel.scenario.Template;
import dev.windtunnel.scenario.TemplateRenderer;
import dev.windtunnel.scenario.Traffic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the requests of all traffic: closed loops of people who wait and think, open loops that do not. The n-th request
 * of a traffic has the same key in every run with the same seed, whatever rules hold.
 */
final class TrafficSource {

    private final Core core;
    private final Callers callers;
    private final Source[] sources;
    /** Traffic of each person of a closed loop, and the person's number in it. */
    private int[] trafficOfUser = new int[16];

    private int[] numberOfUser = new int[16];
    private boolean[] retired = new boolean[16];
    /** Whether a person's next request, or the answer to the last one, is still to come. */
    private boolean[] busy = new boolean[16];

    private @Nullable AppPool[][] pools = new @Nullable AppPool[16][];
    private int users;
    /** People of closed loops who would send, but no pod of their workload is ready. */
    private final List<Integer> withoutPod = new ArrayList<>();

    private boolean closed;
    private long open;

    TrafficSource(Core core, Callers callers) {
        this.core = core;
        this.callers = callers;
        List<TrafficPlan> traffic = core.plan.traffic();
        sources = new Source[traffic.size()];
        for (TrafficPlan plan : traffic) {
            sources[plan.id()] = new Source(plan);
        }
    }

    /** One traffic at work. */
    private final class Source {
        final int id;
        final Traffic traffic;
        final long key;
        final double[] mixLimits;
        final Traffic.Request[] mix;
        /** Heads of requests without variables; -1 where there are some. */
        final int[] heads;

        long made;
        long openRequests;
        double factor = 1;
        /** Of an open loop: when the next request is due, and how much of the load curve is used up by then. */
        long nextArrival = Long.MAX_VALUE;

        double loadUsed;
        int activeUsers;
        int turn;
        /** Where the present factor began: the instant, and the load curve used up until then. */
        double factorStart;

        double factorLoad;
        Pod[] readyPods = new Pod[0];

        @Nullable
        Endpoints readyAsOf;

        Source(TrafficPlan plan) {
            id = plan.id();
            traffic = plan.traffic();
            key = core.draw(hash(traffic.name()), Purpose.ARRIVAL);
            mixLimits = new double[traffic.mix().size()];
            mix = new Traffic.Request[mixLimits.length];
            heads = new int[mixLimits.length];
            double sum = 0;
            for (int i = 0; i < mixLimits.length; i++) {
                sum += traffic.mix().get(i).weight();
                mixLimits[i] = sum;
                mix[i] = traffic.mix().get(i).request();
                heads[i] = fixedHead(mix[i]);
            }
        }

        double shiftStart() {
            return Math.max(factorStart, (double) traffic.startNanos());
        }

        double shiftLoad() {
            return factorLoad;
        }

        void changeFactor(long now, double newFactor, Traffic.Open load) {
            if (now > traffic.startNanos()) {
                factorLoad = loadAt(this, load, (double) now);
                factorStart = now;
            }
            factor = newFactor;
        }

        boolean mayStart(long now) {
            return !closed && made < traffic.requests() && now >= traffic.startNanos() && now < traffic.stopNanos();
        }
    }

    /** A stable number for a name: traffic keeps its draws when other traffic comes or goes. */
    private static long hash(String name) {
        long hash = 1125899906842597L;
        for (int i = 0; i < name.length(); i++) {
            hash = 31 * hash + name.charAt(i);
        }
        return hash;
    }

    private int fixedHead(Traffic.Request request) {
        if (!request.url().isConstant()) {
            return -1;
        }
        Map<String, String> headers = new TreeMap<>();
        for (Map.Entry<String, Template> header : request.headers().entrySet()) {
            if (!header.getValue().isConstant()) {
                return -1;
            }
            headers.put(header.getKey(), header.getValue().text());
        }
        Tokens.add(request.token(), headers);
        return core.heads.id(RequestHeads.of(request.method(), request.url().text(), headers, request.bytes()));
    }

    // ---------------------------------------------------------------- start and end

    /** Puts the first requests of all traffic on the agenda. */
    void start() {
        for (Source source : sources) {
            long start = source.traffic.startNanos();
            if (source.traffic.load() instanceof Traffic.Closed load) {
                addUsers(source, load.users(), start);
            } else if (source.traffic.load() instanceof Traffic.Open load) {
                source.nextArrival = firstArrival(source, load);
                if (source.nextArrival < Long.MAX_VALUE) {
                    core.agenda.scheduleRanked(source.nextArrival, rank(source.id), EventKind.ARRIVAL, source.id);
                }
            }
        }
    }

    /** Traffic comes after the timeline at one instant, in file order (contract 1.5). */
    private static int rank(int traffic) {
        return 1024 + Math.min(traffic, 32_000);
    }

    private void addUsers(Source source, int count, long when) {
        for (int i = 0; i < count; i++) {
            int user = users++;
            if (user == trafficOfUser.length) {
                trafficOfUser = Arrays.copyOf(trafficOfUser, 2 * user);
                numberOfUser = Arrays.copyOf(numberOfUser, 2 * user);
                retired = Arrays.copyOf(retired, 2 * user);
                busy = Arrays.copyOf(busy, 2 * user);
                pools = Arrays.copyOf(pools, 2 * user);
            }
            trafficOfUser[user] = source.id;
            numberOfUser[user] = source.activeUsers++;
            busy[user] = true;
            core.agenda.scheduleRanked(when, rank(source.id), EventKind.USER_SENDS, user);
        }
    }

    /** From now on nothing new starts. */
    void close() {
        closed = true;
    }

    /** Requests made so far. */
    long requests() {
        return callers.newCalls().requests();
    }

    /** Requests under way. */
    long open() {
        return open;
    }

    /** Whether every traffic has made all its requests and had them answered. */
    boolean allDone() {
        if (sources.length == 0) {
            return false; // who makes no requests looks at what else happens
        }
        for (Source source : sources) {
            boolean over = source.made >= source.traffic.requests() || core.now() >= source.traffic.stopNanos();
            if (!over || source.openRequests > 0) {
                return false;
            }
        }
        return true;
    }

    /** When a traffic stops making requests, and when it began, as far as the run got. */
    double activeNanos(int traffic, long fromNanos, long endNanos) {
        Traffic declared = sources[traffic].traffic;
        long from = Math.max(declared.startNanos(), fromNanos);
        long to = Math.min(declared.stopNanos(), endNanos);
        return Math.max(0, to - from);
    }

    // ---------------------------------------------------------------- closed loops

    /** A person makes the next request. */
    void userSends(int user) {
        Source source = sources[trafficOfUser[user]];
        if (retired[user] || !source.mayStart(core.now())) {
            busy[user] = false;
            return;
        }
        Pod pod = caller(source, numberOfUser[user]);
        if (pod == null) {
            withoutPod.add(user);
            return;
        }
        send(source, user, pod);
    }

    /** A pod has become ready: people whose workload had none go on. */
    void podReady() {
        List<Integer> again = List.copyOf(withoutPod);
        withoutPod.clear();
        again.forEach(user -> core.agenda.schedule(core.now(), EventKind.USER_SENDS, user));
    }

    /** A request of a traffic has its outcome. */
    void answered(Call call) {
        int user = call.user;
        Source source = sources[call.traffic];
        source.openRequests--;
        open--;
        if (user < 0) {
            return;
        }
        busy[user] = false;
        if (retired[user] || closed || source.made >= source.traffic.requests()) {
            return;
        }
        if (source.traffic.load() instanceof Traffic.Closed load) {
            long think = load.thinkTime().isConstant()
                    ? (long) load.thinkTime().meanNanos()
                    : load.thinkTime().sampleNanos(core.draw(call.key, Purpose.THINK));
            busy[user] = true;
            core.agenda.schedule(core.now() + think, EventKind.USER_SENDS, user);
        }
    }

    /** The connections of a person to a target. */
    AppPool pool(int user, int target, int pod) {
        @Nullable AppPool[] mine = pools[user];
        if (mine == null || target >= mine.length) {
            mine = mine == null ? new @Nullable AppPool[target + 1] : Arrays.copyOf(mine, target + 2);
            pools[user] = mine;
        }
        AppPool pool = mine[target];
        if (pool == null || pool.pod != pod) {
            pool = new AppPool(pod);
            mine[target] = pool;
        }
        return pool;
    }

    // ---------------------------------------------------------------- open loops

    private long firstArrival(Source source, Traffic.Open load) {
        double first = load.poisson() ? Keyed.exponential(core.draw(source.key, Purpose.ARRIVAL)) : 0;
        source.loadUsed = first;
        return when(source, load, first);
    }

    /** An open loop's next request is due. */
    void arrival(int traffic) {
        Source source = sources[traffic];
        if (core.now() != source.nextArrival) {
            return; // the load has changed since it was put on the agenda
        }
        source.nextArrival = Long.MAX_VALUE;
        if (!(source.traffic.load() instanceof Traffic.Open load) || !source.mayStart(core.now())) {
            return;
        }
        Pod pod = caller(source, source.turn++);
        if (pod != null) {
            send(source, -1, pod);
        } else {
            source.made++;
        }
        if (source.made >= source.traffic.requests()) {
            return;
        }
        double gap = load.poisson() ? Keyed.exponential(core.draw(source.key + source.made, Purpose.ARRIVAL)) : 1;
        source.loadUsed += gap;
        scheduleNext(source, load);
    }

    private void scheduleNext(Source source, Traffic.Open load) {
        long next = Math.max(core.now(), when(source, load, source.loadUsed));
        if (next < source.traffic.stopNanos() && next < Long.MAX_VALUE) {
            source.nextArrival = next;
            core.agenda.scheduleRanked(next, rank(source.id), EventKind.ARRIVAL, source.id);
        }
    }

    /**
     * The instant at which the load curve (requests since the start) reaches a value: rates are integrated over the
     * stages, a ramp being a quadratic. {@link Long#MAX_VALUE} when it never does.
     */
    private long when(Source source, Traffic.Open load, double value) {
        double rest = value - source.shiftLoad();
        double at = source.shiftStart();
        List<Traffic.Stage> stages = load.stages();
        if (load.endless()) { // a plain rate, which nearly all have
            double rate = stages.get(0).fromPerSecond() * source.factor / 1e9;
            return rate > 0 ? instant(at + rest / rate) : Long.MAX_VALUE;
        }
        double from = source.traffic.startNanos();
        for (int i = 0; i < stages.size(); i++) { // an iterator for every arrival would be garbage
            Traffic.Stage stage = stages.get(i);
            double length = stage.durationNanos() == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : stage.durationNanos();
            double end = from + length;
            if (at < end) {
                double into = at - from;
                double slope = Double.isInfinite(length) ? 0 : (stage.toPerSecond() - stage.fromPerSecond()) / length;
                double rate = (stage.fromPerSecond() + slope * into) * source.factor / 1e9;
                double acceleration = slope * source.factor / 1e9;
                double remaining = end - at;
                double total = Double.isInfinite(remaining)
                        ? (rate > 0 ? Double.POSITIVE_INFINITY : 0)
                        : rate * remaining + acceleration * remaining * remaining / 2;
                if (rest <= total && (rate > 0 || acceleration > 0)) {
                    double wait = acceleration == 0
                            ? rest / rate
                            : (StrictMath.sqrt(rate * rate + 2 * acceleration * rest) - rate) / acceleration;
                    return instant(at + wait);
                }
                rest -= total;
                at = end;
            }
            from = end;
        }
        return Long.MAX_VALUE;
    }

    private static long instant(double nanos) {
        return nanos < 9e18 ? Math.round(nanos) : Long.MAX_VALUE;
    }

    /** The load curve at an instant. */
    private static double loadAt(Source source, Traffic.Open load, double instant) {
        double at = source.shiftStart();
        double sum = source.shiftLoad();
        double from = source.traffic.startNanos();
        List<Traffic.Stage> stages = load.stages();
        for (int i = 0; i < stages.size(); i++) { // an iterator for every arrival would be garbage
            Traffic.Stage stage = stages.get(i);
            double length = stage.durationNanos() == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : stage.durationNanos();
            double end = Math.min(from + length, instant);
            if (at < end) {
                double slope = Double.isInfinite(length) ? 0 : (stage.toPerSecond() - stage.fromPerSecond()) / length;
                double first = stage.fromPerSecond() + slope * (at - from);
                double last = stage.fromPerSecond() + slope * (end - from);
                sum += (first + last) / 2 * source.factor / 1e9 * (end - at);
                at = end;
            }
            from += length;
        }
        return sum;
    }

    /** The timeline changes the load: the rate of an open loop, the number of people of a closed one. */
    void setFactor(int traffic, double factor) {
        Source source = sources[traffic];
        if (source.traffic.load() instanceof Traffic.Open load) {
            source.changeFactor(core.now(), factor, load);
            if (source.nextArrival < Long.MAX_VALUE || source.made == 0) {
                source.nextArrival = Long.MAX_VALUE;
                scheduleNext(source, load);
            }
        } else if (source.traffic.load() instanceof Traffic.Closed load) {
            source.factor = factor;
            int wanted = (int) Math.round(load.users() * factor);
            int now = 0;
            for (int user = 0; user < users; user++) {
                if (trafficOfUser[user] == traffic) {
                    boolean stays = numberOfUser[user] < wanted;
                    if (stays && retired[user] && !busy[user]) {
                        busy[user] = true;
                        core.agenda.schedule(core.now(), EventKind.USER_SENDS, user);
                    }
                    retired[user] = !stays;
                    now++;
                }
            }
            if (wanted > now) {
                addUsers(source, wanted - now, Math.max(core.now(), source.traffic.startNanos()));
            }
        }
    }

    // ---------------------------------------------------------------- requests

    /** The pods of a traffic's workload take turns; null when none is ready. */
    private @Nullable Pod caller(Source source, int turn) {
        if (source.readyAsOf != core.endpoints) {
            source.readyAsOf = core.endpoints;
            source.readyPods = readyPods(source);
        }
        Pod[] pods = source.readyPods;
        return switch (pods.length) {
            case 0 -> null;
            case 1 -> pods[0];
            default -> pods[Math.floorMod(turn, pods.length)];
        };
    }

    private Pod[] readyPods(Source source) {
        int workload = core.plan.traffic().get(source.id).workload();
        List<Pod> ready = new ArrayList<>();
        for (Pod pod : core.pods) {
            if (pod.plan.id() == workload
                    && (pod.state == Pod.State.READY || pod.state == Pod.State.UNREADY)
                    && pod.accepting
                    && (source.traffic.zone() == null || pod.zone.equals(source.traffic.zone()))) {
                ready.add(pod);
            }
        }
        return ready.toArray(new Pod[0]);
    }

    private void send(Source source, int user, Pod pod) {
        long number = ++source.made;
        source.openRequests++;
        open++;
        long key = core.draw(source.key + number, Purpose.REQUEST);
        int mix = 0;
        if (source.mixLimits.length > 1) {
            double draw = core.unit(key, Purpose.MIX) * source.mixLimits[source.mixLimits.length - 1];
            while (mix < source.mixLimits.length - 1 && draw >= source.mixLimits[mix]) {
                mix++;
            }
        }
        int head = source.heads[mix];
        Traffic.Request request = source.mix[mix];
        if (head < 0) {
            head = rendered(source, user, key, number, request);
        }
        long cookies =
                request.keepsCookies() ? core.draw(source.key + person(source, user, key, number), Purpose.COOKIE) : 0;
        callers.newCalls().startRoot(source.id, request, user, cookies, pod, head, mix, key);
    }

    /** Who makes a request: one of so many people, or somebody of whom nothing was heard before. */
    private long person(Source source, int user, long key, long number) {
        if (user >= 0) {
            return numberOfUser[user] + 1L;
        }
        return source.traffic.load() instanceof Traffic.Open load && load.users() > 0
                ? 1 + Long.remainderUnsigned(core.draw(key, Purpose.USER), load.users())
                : number;
    }

    private int rendered(Source source, int user, long key, long number, Traffic.Request request) {
        long person = person(source, user, key, number);
        Map<String, String> headers = new TreeMap<>();
        long draw = 0;
        for (Map.Entry<String, Template> header : request.headers().entrySet()) {
            headers.put(
                    header.getKey(),
                    TemplateRenderer.render(
                            header.getValue(), person, number, core.draw(key, Purpose.TEMPLATE + (++draw << 8))));
        }
        Tokens.add(request.token(), headers);
        String url = TemplateRenderer.render(request.url(), person, number, core.draw(key, Purpose.TEMPLATE));
        RequestHead head = RequestHeads.of(request.method(), url, headers, request.bytes());
        return core.heads.id(head);
    }
}
