package dev.windtunnel.app.rules;

import java.util.ArrayList;
import java.util.List;

/** The lines in which two texts differ, with some lines around them. */
public final class LineDiff {

    /** A line: {@code ' '} in both, {@code '-'} only before, {@code '+'} only after; {@code '~'} stands for lines left out. */
    public record Line(char sign, String text) {}

    private static final int MOST = 2000;

    private LineDiff() {}

    /** The difference with {@code around} equal lines on each side; empty when the texts are equal. */
    public static List<Line> of(String before, String after, int around) {
        List<String> a = before.lines().toList();
        List<String> b = after.lines().toList();
        if (a.equals(b)) {
            return List.of();
        }
        List<Line> all = new ArrayList<>();
        int head = 0;
        while (head < Math.min(a.size(), b.size()) && a.get(head).equals(b.get(head))) {
            all.add(new Line(' ', a.get(head++)));
        }
        int tail = 0;
        while (tail < Math.min(a.size(), b.size()) - head
                && a.get(a.size() - 1 - tail).equals(b.get(b.size() - 1 - tail))) {
            tail++;
        }
        middle(a.subList(head, a.size() - tail), b.subList(head, b.size() - tail), all);
        for (int i = tail; i > 0; i--) {
            all.add(new Line(' ', a.get(a.size() - i)));
        }
        return folded(all, around);
    }

    private static void middle(List<String> a, List<String> b, List<Line> out) {
        if (a.size() > MOST || b.size() > MOST) {
            a.forEach(line -> out.add(new Line('-', line)));
            b.forEach(line -> out.add(new Line('+', line)));
            return;
        }
        int[][] common = new int[a.size() + 1][b.size() + 1];
        for (int i = a.size() - 1; i >= 0; i--) {
            for (int j = b.size() - 1; j >= 0; j--) {
                common[i][j] = a.get(i).equals(b.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < a.size() || j < b.size()) {
            if (i < a.size() && j < b.size() && a.get(i).equals(b.get(j))) {
                out.add(new Line(' ', a.get(i++)));
                j++;
            } else if (i < a.size() && (j == b.size() || common[i + 1][j] >= common[i][j + 1])) {
                out.add(new Line('-', a.get(i++)));
            } else {
                out.add(new Line('+', b.get(j++)));
            }
        }
    }

    private static List<Line> folded(List<Line> all, int around) {
        List<Line> kept = new ArrayList<>();
        boolean gap = false;
        for (int i = 0; i < all.size(); i++) {
            boolean near = false;
            for (int k = Math.max(0, i - around); k <= Math.min(all.size() - 1, i + around) && !near; k++) {
                near = all.get(k).sign() != ' ';
            }
            if (near) {
                if (gap && !kept.isEmpty()) {
                    kept.add(new Line('~', ""));
                }
                kept.add(all.get(i));
            }
            gap = !near;
        }
        return kept;
    }
}
