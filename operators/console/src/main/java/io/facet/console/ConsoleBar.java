package io.facet.console;

import java.io.PrintStream;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** What all bars have in common: on a terminal they redraw themselves; elsewhere they are a line every few seconds. */
public final class ConsoleBar {
    private static final int TERMINAL_REFRESH_MS = 250;
    private static final int LOG_REFRESH_MS = 5_000;
    private static final int LOG_WIDTH = 120;

    private ConsoleBar() {}

    public static ProgressBarBuilder builder(String name, PrintStream out, boolean terminal) {
        return new ProgressBarBuilder()
                .setTaskName(name)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(terminal ? TERMINAL_REFRESH_MS : LOG_REFRESH_MS)
                .setConsumer(
                        terminal
                                ? new ConsoleProgressBarConsumer(out)
                                : new DelegatingProgressBarConsumer(line -> out.println(line.strip()), LOG_WIDTH));
    }
}
