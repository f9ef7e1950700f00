package dev.windtunnel.simulation;

/** Envoy's counters of a cluster, by Envoy's names ({@code docs/.../cluster_stats.rst}). */
enum ClusterCounter {
    // What every request counts comes first, and so into one line of the processor's cache.
    RQ_TOTAL("upstream_rq_total"),
    RQ_COMPLETED("upstream_rq_completed"),
    RQ_PENDING_TOTAL("upstream_rq_pending_total"),
    RQ_PENDING_OVERFLOW("upstream_rq_pending_overflow"),
    RQ_PENDING_FAILURE_EJECT("upstream_rq_pending_failure_eject"),
    RQ_CANCELLED("upstream_rq_cancelled"),
    RQ_TIMEOUT("upstream_rq_timeout"),
    RQ_PER_TRY_TIMEOUT("upstream_rq_per_try_timeout"),
    RQ_RETRY("upstream_rq_retry"),
    RQ_RETRY_SUCCESS("upstream_rq_retry_success"),
    RQ_RETRY_LIMIT_EXCEEDED("upstream_rq_retry_limit_exceeded"),
    RQ_RETRY_OVERFLOW("upstream_rq_retry_overflow"),
    RQ_RETRY_BACKOFF_EXPONENTIAL("upstream_rq_retry_backoff_exponential"),
    RETRY_RQ_COMPLETED("retry.upstream_rq_completed"),
    CX_TOTAL("upstream_cx_total"),
    CX_CONNECT_FAIL("upstream_cx_connect_fail"),
    CX_CONNECT_TIMEOUT("upstream_cx_connect_timeout"),
    CX_OVERFLOW("upstream_cx_overflow"),
    CX_NONE_HEALTHY("upstream_cx_none_healthy"),
    CX_DESTROY("upstream_cx_destroy"),
    CX_DESTROY_LOCAL("upstream_cx_destroy_local"),
    CX_DESTROY_REMOTE("upstream_cx_destroy_remote"),
    CX_MAX_REQUESTS("upstream_cx_max_requests"),
    RQ_ACTIVE_OVERFLOW("upstream_rq_active_overflow"),
    RQ_TX_RESET("upstream_rq_tx_reset"),
    RQ_RX_RESET("upstream_rq_rx_reset"),
    CX_HTTP2_TOTAL("upstream_cx_http2_total"),
    CX_IDLE_TIMEOUT("upstream_cx_idle_timeout"),
    CX_MAX_DURATION_REACHED("upstream_cx_max_duration_reached"),
    CX_CLOSE_NOTIFY("upstream_cx_close_notify"),
    LB_HEALTHY_PANIC("lb_healthy_panic");

    private final String envoyName;

    ClusterCounter(String envoyName) {
        this.envoyName = envoyName;
    }

    /** The name after {@code cluster.<name>.}. */
    String envoyName() {
        return envoyName;
    }
}
