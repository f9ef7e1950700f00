package dev.windtunnel.app.ui.desktop;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javafx.application.Platform;

/**
 * Sees when the FX thread does not answer. What another program on the machine takes from it is not counted: only the time
 * for which it worked, or waited for somebody, without answering.
 */
final class Watchdog implements AutoCloseable {

    private static final StackTraceElement[] NOWHERE = {};
    private static final int MOST_STACKS = 12;
    private static final long PING_NANOS = 10_000_000L;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Thread fx = Desk.on(Thread::currentThread);
    private final long limitNanos;
    private final Thread renderer = Thread.getAllStackTraces().keySet().stream()
            .filter(each -> each.getName().startsWith("QuantumRenderer"))
            .findFirst()
            .orElse(null);
    private final List<String> blocks = new ArrayList<>();
    private final Thread watcher = new Thread(this::watch, "watchdog");
    private volatile boolean over;
    private volatile long longestNanos;

    Watchdog(long limitMillis) {
        limitNanos = limitMillis * 1_000_000L;
        watcher.setDaemon(true);
        watcher.start();
    }

    private void watch() {
        AtomicLong answered = new AtomicLong();
        long number = 0;
        while (!over) {
            long ping = ++number;
            long began = System.nanoTime();
            long cpu = threads.getThreadCpuTime(fx.getId());
            Platform.runLater(() -> answered.set(ping));
            long rendererCpu = rendererCpu();
            long waited = 0;
            long rendering = 0;
            List<StackTraceElement[]> seen = new ArrayList<>();
            long last = began;
            while (answered.get() < ping && !over) {
                sleep();
                long now = System.nanoTime();
                StackTraceElement[] stack = now - began > limitNanos / 4 ? fx.getStackTrace() : NOWHERE;
                if (stack.length > 0 && fx.getState() != Thread.State.RUNNABLE && !isIdle(stack)) {
                    if (isFor(stack, "waitForRenderingToComplete")) {
                        rendering += now - last;
                    } else {
                        waited += now - last;
                    }
                }
                if (stack.length > 0 && seen.size() < MOST_STACKS) {
                    seen.add(stack);
                }
                last = now;
            }
            long busy = Math.min(
                    System.nanoTime() - began,
                    threads.getThreadCpuTime(fx.getId())
                            - cpu
                            + waited
                            + Math.min(rendering, rendererCpu() - rendererCpu));
            longestNanos = Math.max(longestNanos, busy);
            if (busy > limitNanos) {
                report(busy, seen);
            }
            sleep();
        }
    }

    /** Whether the thread only waits for something to do; woken up, it may have to wait for a processor. */
    private static boolean isIdle(StackTraceElement[] stack) {
        for (int i = 0; i < Math.min(10, stack.length); i++) {
            String name = stack[i].getClassName();
            if (name.endsWith("RunnableProcessor") || name.endsWith("GtkApplication")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFor(StackTraceElement[] stack, String method) {
        for (int i = 0; i < Math.min(10, stack.length); i++) {
            if (stack[i].getMethodName().equals(method)) {
                return true;
            }
        }
        return false;
    }

    /** What the renderer has worked, which the FX thread waits for when it draws faster than that. */
    private long rendererCpu() {
        return renderer == null ? 0 : threads.getThreadCpuTime(renderer.getId());
    }

    private void report(long busy, List<StackTraceElement[]> seen) {
        StringBuilder text = new StringBuilder("the FX thread did not answer for " + busy / 1_000_000 + " ms");
        for (StackTraceElement[] stack : seen) {
            text.append("\n    --");
            for (int i = 0; i < Math.min(25, stack.length); i++) {
                text.append("\n    at ").append(stack[i]);
            }
        }
        synchronized (blocks) {
            blocks.add(text.toString());
        }
    }

    private static void sleep() {
        try {
            java.util.concurrent.TimeUnit.NANOSECONDS.sleep(PING_NANOS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** When it did not answer for too long, and what it did then. */
    List<String> blocks() {
        synchronized (blocks) {
            return List.copyOf(blocks);
        }
    }

    double longestMillis() {
        return longestNanos / 1e6;
    }

    @Override
    public void close() {
        over = true;
    }
}
