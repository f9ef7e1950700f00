package dev.windtunnel.simulation;

/** Why a caller got no HTTP answer: the reasons that {@code failures} of a result count. */
enum Failure {
    NONE(""),
    CONNECT_REFUSED("connect-refused"),
    CONNECT_TIMEOUT("connect-timeout"),
    RESET("reset"),
    TIMEOUT("timeout"),
    DNS("dns"),
    EMPTY_REPLY("empty-reply");

    private final String text;

    Failure(String text) {
        this.text = text;
    }

    /** The name in results. */
    String text() {
        return text;
    }
}
