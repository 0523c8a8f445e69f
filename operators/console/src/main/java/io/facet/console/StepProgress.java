package io.facet.console;

import java.io.PrintStream;

import me.tongfei.progressbar.ProgressBar;

/**
 * Bars for work that is done step by step.
 *
 * @param out where they are shown
 * @param terminal whether {@code out} is a terminal
 */
public record StepProgress(PrintStream out, boolean terminal) {

    /** Shows a bar; the caller steps and closes it. */
    public ProgressBar show(String name, int steps) {
        return ConsoleBar.builder(name, out, terminal).setInitialMax(steps).build();
    }
}
