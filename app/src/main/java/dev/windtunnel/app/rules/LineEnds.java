package dev.windtunnel.app.rules;

/** Brings a text that was edited with line feeds alone back to the line ends that it had. */
final class LineEnds {

    private LineEnds() {}

    /**
     * The text with what was edited in it; everything else keeps its bytes.
     *
     * @param text the text with whatever line ends
     * @param edited the same after an edit, all line ends made line feeds
     */
    static String merge(String text, String edited) {
        if (text.indexOf('\r') < 0) {
            return edited;
        }
        String before = text.replace("\r\n", "\n");
        int least = Math.min(before.length(), edited.length());
        int head = 0;
        while (head < least && before.charAt(head) == edited.charAt(head)) {
            head++;
        }
        int tail = 0;
        while (tail < least - head
                && before.charAt(before.length() - 1 - tail) == edited.charAt(edited.length() - 1 - tail)) {
            tail++;
        }
        String inserted = edited.substring(head, edited.length() - tail).replace("\n", "\r\n");
        return text.substring(0, original(text, head))
                + inserted
                + text.substring(original(text, before.length() - tail));
    }

    /** The offset in the text of an offset that counts each pair as one. */
    private static int original(String text, int offset) {
        int at = 0;
        for (int counted = 0; counted < offset; counted++) {
            at += text.startsWith("\r\n", at) ? 2 : 1;
        }
        return at;
    }
}
