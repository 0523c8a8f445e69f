package io.facet.jobs.console;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

import io.facet.console.ConsoleBar;

/**
 * How far a run has come: frames, frames per second and faces per second, on standard error.
 *
 * <p>On a terminal it is a bar that redraws itself; elsewhere (a log, CI) it is one line every few seconds. It is driven by
 * one thread.
 */
public final class RunProgress implements AutoCloseable {
    private final ProgressBar bar;

    private RunProgress(ProgressBar bar) {
        this.bar = bar;
    }

    /**
     * Shows progress.
     *
     * @param expectedFrames frames the inputs are expected to hold; 0 when that is not known
     * @param out where it is shown
     * @param terminal whether {@code out} is a terminal
     */
    public static RunProgress show(long expectedFrames, PrintStream out, boolean terminal) {
        ProgressBarBuilder builder = ConsoleBar.builder("Analysing", out, terminal)
                .setInitialMax(expectedFrames > 0 ? expectedFrames : -1)
                .setUnit(" frames", 1);
        return new RunProgress(builder.build());
    }

    /**
     * Says where the run stands.
     *
     * @param frames frames analysed so far
     * @param faces faces analysed so far
     * @param elapsed time since the first frame
     */
    public void update(long frames, long faces, Duration elapsed) {
        double seconds = Math.max(1e-3, elapsed.toMillis() / 1e3);
        bar.maxHint(Math.max(bar.getMax(), frames));
        bar.stepTo(frames);
        bar.setExtraMessage(
                String.format(Locale.ROOT, " %.1f frames/s %.1f faces/s", frames / seconds, faces / seconds));
    }

    /** The run is over: the bar shows what was done, whatever was expected. */
    public void complete(long frames) {
        bar.maxHint(frames);
        bar.stepTo(frames);
    }

    @Override
    public void close() {
        bar.close();
    }
}
