package dev.windtunnel.config.scenario;

import dev.windtunnel.finding.Finding;
import dev.windtunnel.finding.Findings;
import dev.windtunnel.random.Distribution;
import dev.windtunnel.source.Document;
import dev.windtunnel.source.Durations;
import dev.windtunnel.source.Entry;
import dev.windtunnel.source.ListNode;
import dev.windtunnel.source.MapNode;
import dev.windtunnel.source.Node;
import dev.windtunnel.source.Position;
import dev.windtunnel.source.ScalarNode;
import dev.windtunnel.source.ValueException;
import dev.windtunnel.source.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Measured durations from files beside the scenario.
 *
 * <p>CSV: lines {@code value,weight}, the weight 1 when absent; values are durations with a unit, or bare numbers below a
 * heading that ends in the unit ({@code value_ms,weight}). Empty lines and lines that begin with # do not count.
 *
 * <p>JSON: what fortio writes ({@code DurationHistogram.Data} with Start, End and Count, in seconds), or percentiles: a
 * list of {@code {percentile, value}}, or keys such as {@code p50} and {@code p97_5} as HdrHistogram's toJSON names them,
 * values in seconds or durations with a unit. Between two known points durations are spread evenly, over
 * {@value #STEPS} values.
 */
final class EmpiricalFiles {
    private static final int STEPS = 16;
    private static final double LONGEST_SECONDS = 2e9;
    private static final int MOST_POINTS = 2_000_000;

    private static final Map<String, Double> UNITS = Map.of("ns", 1.0, "us", 1e3, "ms", 1e6, "s", 1e9);
    private static final Pattern HEADING_UNIT = Pattern.compile(".*?(?:^|[^a-z])(ns|us|ms|s)\\)?");
    private static final Pattern PERCENTILE_KEY = Pattern.compile("p?([0-9]{1,3}(?:[._][0-9]{1,6})?)");

    private EmpiricalFiles() {}

    /** Values and their weights, in the order added. */
    private static final class Points {
        private final List<long[]> values = new ArrayList<>();
        private final List<Double> weights = new ArrayList<>();

        void add(double nanos, double weight) {
            values.add(new long[] {Math.round(nanos)});
            weights.add(weight);
        }

        /** Spreads a weight evenly between two durations. */
        void spread(double fromNanos, double toNanos, double weight) {
            if (fromNanos == toNanos) {
                add(fromNanos, weight);
                return;
            }
            for (int i = 0; i < STEPS; i++) {
                add(fromNanos + (toNanos - fromNanos) * (i + 0.5) / STEPS, weight / STEPS);
            }
        }

        Distribution distribution() {
            long[] nanos = new long[values.size()];
            double[] cumulative = new double[values.size()];
            double sum = 0;
            for (int i = 0; i < nanos.length; i++) {
                nanos[i] = values.get(i)[0];
                sum += weights.get(i);
                cumulative[i] = sum;
            }
            return new Distribution.Empirical(nanos, cumulative);
        }
    }

    static @Nullable Distribution csv(String name, Node node, Spot spot) {
        String file = FileAccess.resolve(spot.reading().folder(), name);
        byte[] bytes = Inputs.read(file, node, spot);
        if (bytes == null) {
            return null;
        }
        Points points = new Points();
        double unit = 0;
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\r?\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] cells = line.split("[,;\t]", -1);
            try {
                if (points.values.isEmpty() && unit == 0 && !cells[0].isBlank() && isHeading(cells[0].strip())) {
                    unit = headingUnit(cells[0].strip());
                    continue;
                }
                double nanos = nanos(cells[0].strip(), unit);
                double weight = cells.length < 2 || cells[1].isBlank() ? 1 : weight(cells[1].strip());
                points.add(nanos, weight);
            } catch (ValueException e) {
                bad(spot, new Position(file, i + 1, 1), e.reason(), "write lines such as 5ms,10");
                return null;
            }
        }
        return finished(points, file, node, spot);
    }

    private static boolean isHeading(String cell) {
        char first = cell.charAt(0);
        return first != '.' && first != '-' && first != '+' && (first < '0' || first > '9');
    }

    private static double headingUnit(String heading) {
        Matcher unit = HEADING_UNIT.matcher(heading.toLowerCase(Locale.ROOT).replace("\"", ""));
        return unit.matches() ? UNITS.getOrDefault(unit.group(1), -1.0) : -1;
    }

    private static double nanos(String text, double unit) throws ValueException {
        Double number = number(text);
        if (number == null) {
            return Durations.parse(text);
        }
        if (unit <= 0) {
            throw new ValueException("a bare number is no duration: write " + text + "ms, or a heading that ends in the"
                    + " unit, as in value_ms,weight");
        }
        double nanos = number * unit;
        if (number < 0 || nanos > LONGEST_SECONDS * 1e9) {
            throw new ValueException("wanted a duration from 0 to 63 years, got " + text);
        }
        return nanos;
    }

    private static double weight(String text) throws ValueException {
        Double weight = number(text);
        if (weight == null || weight < 0 || weight > 1e15) {
            throw new ValueException("wanted a weight such as 10 or 0.5, got \"" + text + "\"");
        }
        return weight;
    }

    private static @Nullable Double number(String text) {
        if (text.isEmpty() || text.length() > 40) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            if ("0123456789.+-eE".indexOf(text.charAt(i)) < 0) {
                return null;
            }
        }
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    static @Nullable Distribution histogram(String name, Node node, Spot spot) {
        String file = FileAccess.resolve(spot.reading().folder(), name);
        byte[] bytes = Inputs.read(file, node, spot);
        if (bytes == null) {
            return null;
        }
        Findings problems = new Findings();
        List<Document> documents = YamlReader.read(file, bytes, problems);
        if (problems.hasErrors()) {
            spot.reading().findings().addAll(problems);
            return null;
        }
        if (documents.size() != 1 || !(documents.get(0).root() instanceof MapNode root)) {
            bad(spot, new Position(file, 1, 1), "this is no histogram", "give a JSON file as fortio -json writes it");
            return null;
        }
        Node inner = root.get("DurationHistogram");
        MapNode histogram = inner instanceof MapNode map ? map : root;
        Points points = new Points();
        try {
            if (histogram.get("Data") instanceof ListNode data && !data.items().isEmpty()) {
                buckets(data, points);
            } else {
                percentiles(histogram, points);
            }
        } catch (ValueException e) {
            bad(
                    spot,
                    histogram.position(),
                    e.reason(),
                    "give a JSON file as fortio -json writes it, or with percentiles");
            return null;
        }
        return finished(points, file, node, spot);
    }

    private static void buckets(ListNode data, Points points) throws ValueException {
        for (Node item : data.items()) {
            if (!(item instanceof MapNode bucket)) {
                throw new ValueException("Data must be a list of buckets with Start, End and Count");
            }
            double start = seconds(bucket.get("Start"));
            double end = seconds(bucket.get("End"));
            Double count = bucket.get("Count") instanceof ScalarNode scalar ? scalar.asDouble() : null;
            if (end < start || count == null || !(count >= 0) || count > 1e15) {
                throw new ValueException("a bucket of Data needs Start, a later End and a Count");
            }
            points.spread(start, end, count);
        }
    }

    /** A known point of the cumulative distribution. */
    private record Percentile(double percent, double nanos) {}

    private static void percentiles(MapNode histogram, Points points) throws ValueException {
        List<Percentile> known = known(histogram);
        if (known.size() < 2) {
            throw new ValueException("there is neither Data nor a list of percentiles");
        }
        known.sort(java.util.Comparator.comparingDouble(Percentile::percent));
        Percentile before = known.get(0);
        if (before.percent() > 0) {
            points.add(before.nanos(), before.percent());
        }
        for (Percentile next : known.subList(1, known.size())) {
            if (next.nanos() < before.nanos()) {
                throw new ValueException("the value of percentile " + next.percent() + " is below that of a lower one");
            }
            if (next.percent() > before.percent()) {
                points.spread(before.nanos(), next.nanos(), next.percent() - before.percent());
            }
            before = next;
        }
        if (before.percent() < 100) {
            points.add(before.nanos(), 100 - before.percent());
        }
    }

    private static List<Percentile> known(MapNode histogram) throws ValueException {
        List<Percentile> known = new ArrayList<>();
        Node list = histogram.get("Percentiles");
        list = list == null ? histogram.get("percentiles") : list;
        if (list instanceof ListNode items) {
            for (Node item : items.items()) {
                if (item instanceof MapNode map) {
                    known.add(new Percentile(
                            percent(first(map, "Percentile", "percentile")), seconds(first(map, "Value", "value"))));
                }
            }
            return known;
        }
        MapNode map = list instanceof MapNode inner ? inner : histogram;
        for (Entry entry : map.entries()) {
            Matcher key = PERCENTILE_KEY.matcher(entry.key());
            if (key.matches()) {
                known.add(new Percentile(
                        percent(ScalarNode.plain(key.group(1).replace('_', '.'))), seconds(entry.value())));
            } else if (entry.key().equalsIgnoreCase("min")) {
                known.add(new Percentile(0, seconds(entry.value())));
            } else if (entry.key().equalsIgnoreCase("max")) {
                known.add(new Percentile(100, seconds(entry.value())));
            }
        }
        return known;
    }

    private static @Nullable Node first(MapNode map, String key, String other) {
        Node value = map.get(key);
        return value == null ? map.get(other) : value;
    }

    private static double percent(@Nullable Node node) throws ValueException {
        Double percent = node instanceof ScalarNode scalar ? scalar.asDouble() : null;
        if (percent == null || !(percent >= 0 && percent <= 100)) {
            throw new ValueException("a percentile must be a number from 0 to 100");
        }
        return percent;
    }

    /** Seconds, or a duration with a unit, in nanoseconds. */
    private static double seconds(@Nullable Node node) throws ValueException {
        if (node instanceof ScalarNode scalar) {
            Double seconds = scalar.asDouble();
            if (seconds == null && scalar.asString() != null) {
                return Durations.parse(scalar.text());
            }
            if (seconds != null && seconds >= 0 && seconds <= LONGEST_SECONDS) {
                return seconds * 1e9;
            }
        }
        throw new ValueException("a value must be seconds from 0 to 63 years, or a duration such as 5ms");
    }

    private static @Nullable Distribution finished(Points points, String file, Node node, Spot spot) {
        double sum = points.weights.stream().mapToDouble(Double::doubleValue).sum();
        if (points.values.isEmpty() || points.values.size() > MOST_POINTS || !(sum > 0)) {
            spot.refused(
                    node,
                    points.values.size() > MOST_POINTS
                            ? file + " holds more than " + MOST_POINTS + " values"
                            : file + " holds no value with a weight above 0",
                    "give a file with values and weights");
            return null;
        }
        try {
            return points.distribution();
        } catch (IllegalArgumentException e) {
            spot.refused(node, file + ": " + e.getMessage(), null);
            return null;
        }
    }

    private static void bad(Spot spot, Position position, String message, String fix) {
        spot.reading()
                .findings()
                .add(position.on(Finding.error("WT0017", message).withFix(fix).withPath(spot.path())));
    }
}
