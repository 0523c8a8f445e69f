package io.facet.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.jline.utils.Signals;

/**
 * Ctrl-C (SIGINT) and SIGTERM while work goes on: the first one asks for a stop in good order, the second ends the process
 * at once, with the usual exit code. The signals are as before after {@link #close()}.
 */
public final class StopSignals implements AutoCloseable {
    /** Exit code of a process that SIGTERM ended: 128 + 15. */
    public static final int TERMINATED = 143;

    private final Map<String, Object> former = new LinkedHashMap<>();
    private final AtomicInteger exitCode = new AtomicInteger();
    private final Runnable stop;

    private StopSignals(Runnable stop) {
        this.stop = stop;
    }

    /**
     * Listens until closed.
     *
     * @param stop called on the first signal, on a thread of its own; for example {@code loop::stop}
     */
    public static StopSignals listen(Runnable stop) {
        StopSignals signals = new StopSignals(stop);
        signals.listen("INT", FailureReport.INTERRUPTED);
        signals.listen("TERM", TERMINATED);
        return signals;
    }

    private void listen(String signal, int code) {
        former.put(signal, Signals.register(signal, () -> received(code)));
    }

    private void received(int code) {
        if (exitCode.compareAndSet(0, code)) {
            stop.run();
        } else {
            // Not exit(): shutdown hooks may wait for the very thread that does not stop.
            Runtime.getRuntime().halt(code);
        }
    }

    /** Exit code that the first signal stands for; 0 if none came. */
    public int exitCode() {
        return exitCode.get();
    }

    @Override
    public void close() {
        former.forEach((signal, handler) -> {
            if (handler != null) {
                Signals.unregister(signal, handler);
            }
        });
        former.clear();
    }
}
