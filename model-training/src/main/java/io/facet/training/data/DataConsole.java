package io.facet.training.data;

import java.io.PrintStream;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress of work on data sets: on a terminal a bar that redraws itself, elsewhere a line every few seconds. */
public final class DataConsole {
    private static final int TERMINAL_REFRESH_MS = 250;
    private static final int LOG_REFRESH_MS = 5_000;
    private static final int LOG_WIDTH = 120;

    private DataConsole() {}

    /**
     * Starts a bar; whoever starts it closes it.
     *
     * @param name of the work
     * @param unit of what is counted, with a space before it
     * @param total to count to
     */
    public static ProgressBar bar(String name, String unit, long total, PrintStream out) {
        boolean terminal = System.console() != null;
        return new ProgressBarBuilder()
                .setTaskName(name)
                .setUnit(unit, 1)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .showSpeed()
                .setUpdateIntervalMillis(terminal ? TERMINAL_REFRESH_MS : LOG_REFRESH_MS)
                .setConsumer(
                        terminal
                                ? new ConsoleProgressBarConsumer(out)
                                : new DelegatingProgressBarConsumer(line -> out.println(line.strip()), LOG_WIDTH))
                .build();
    }
}
