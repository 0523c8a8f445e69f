package io.facet.jobs.bench;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints a report for people. */
public final class BenchTable {
    private static final String ROW = "%-8s %-34s %12s %-9s %-8s %-4s %s%n";

    private BenchTable() {}

    public static void print(BenchReport report, PrintWriter out) {
        Machine machine = report.machine();
        BenchReport.Input input = report.input();
        out.printf(
                Locale.ROOT,
                "machine  %s, %d cores, load %.1f at start; %s; %s%n",
                machine.cpu(),
                machine.cores(),
                machine.loadAtStart(),
                machine.os(),
                machine.java());
        out.printf("bundle   %s%n", report.bundle());
        out.printf(
                Locale.ROOT,
                "input    %s: %s %dx%d, %.1f s in %d segments%n",
                input.file(),
                input.codec(),
                input.width(),
                input.height(),
                input.seconds(),
                input.segments());
        out.printf("options  %s%n%n", shown(report.options()));
        out.printf(ROW, "PART", "FIGURE", "VALUE", "UNIT", "LIMIT", "", "");
        report.figures().forEach(figure -> row(figure, out));
        out.flush();
    }

    private static String shown(Map<String, String> options) {
        return options.entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining("; "));
    }

    private static void row(Figure figure, PrintWriter out) {
        out.printf(
                ROW,
                figure.part().key(),
                figure.name(),
                figure.value() == null ? "-" : number(figure.value()),
                figure.unit(),
                figure.limit() == null
                        ? ""
                        : figure.limit().bound().sign() + " "
                                + number(figure.limit().value()),
                verdict(figure),
                figure.note() == null ? "" : figure.note());
    }

    private static String verdict(Figure figure) {
        if (figure.passes() == null) {
            return "";
        }
        return figure.passes() ? "pass" : "FAIL";
    }

    private static String number(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) >= 100;
        return String.format(Locale.ROOT, whole ? "%.0f" : Math.abs(value) < 10 ? "%.3f" : "%.1f", value);
    }
}
