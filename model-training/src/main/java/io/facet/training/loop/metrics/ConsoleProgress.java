package io.facet.training.loop.metrics;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import me.tongfei.progressbar.ProgressBar;

import io.facet.console.ConsoleBar;

/**
 * How far a run has come: updates, epoch, loss, images a second, time left. On a terminal a bar that redraws itself; elsewhere
 * (a log, CI) a plain line every few seconds. Driven by one thread.
 */
public final class ConsoleProgress implements LoopListener {
    private final PrintStream out;
    private final boolean terminal;
    private final double secondsBetweenLines;
    private final Throughput throughput = new Throughput();
    private ProgressBar bar;
    private long planned;
    private double lastLine = Double.NEGATIVE_INFINITY;

    /**
     * @param out where it is shown
     * @param terminal whether {@code out} is a terminal
     * @param betweenLines where it is none: time from one line to the next
     */
    public ConsoleProgress(PrintStream out, boolean terminal, Duration betweenLines) {
        this.out = out;
        this.terminal = terminal;
        this.secondsBetweenLines = betweenLines.toMillis() / 1e3;
    }

    @Override
    public void started(UpdateFigures from, long plannedUpdates) {
        planned = plannedUpdates;
        throughput.add(from);
        if (terminal) {
            bar = ConsoleBar.builder("Training", out, true)
                    .setInitialMax(plannedUpdates)
                    .setUnit(" updates", 1)
                    .startsFrom(from.update(), Duration.ofMillis(Math.round(1e3 * from.seconds())))
                    // The library counts from the start of the whole run, other speeds of earlier sessions included.
                    .setEtaFunction(state -> Optional.of(throughputLeft(state.getCurrent())))
                    .build();
        } else if (from.update() > 0) {
            out.printf(Locale.ROOT, "resumed at update %d of %d%n", from.update(), plannedUpdates);
        }
    }

    private synchronized Duration throughputLeft(long update) {
        return throughput.expected(planned - update);
    }

    @Override
    public void updated(UpdateFigures figures) {
        String speed;
        synchronized (this) {
            throughput.add(figures);
            speed = String.format(
                    Locale.ROOT,
                    "epoch %.2f loss %.4f %.1f images/s",
                    figures.epoch(),
                    figures.losses().getOrDefault("loss", Double.NaN),
                    throughput.imagesPerSecond());
        }
        if (bar != null) {
            bar.stepTo(figures.update());
            bar.setExtraMessage(" " + speed);
        } else if (figures.seconds() - lastLine >= secondsBetweenLines || figures.update() == planned) {
            lastLine = figures.seconds();
            out.printf(
                    Locale.ROOT,
                    "update %d/%d %s, left %s%n",
                    figures.update(),
                    planned,
                    speed,
                    clock(throughputLeft(figures.update())));
        }
    }

    @Override
    public void evaluated(long update, Map<String, Double> scores) {
        if (bar == null) {
            out.printf(Locale.ROOT, "update %d scores %s%n", update, scores);
        }
    }

    @Override
    public void checkpointed(long update, Path folder) {
        if (bar == null) {
            out.printf(Locale.ROOT, "update %d checkpoint %s%n", update, folder);
        }
    }

    private static String clock(Duration duration) {
        return String.format(
                Locale.ROOT, "%d:%02d:%02d", duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
