package io.facet.training.evaluate.task;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One score.
 *
 * @param name for people and, in {@code report.json}, for programs: unique within its task
 * @param value empty where it has none, as the F1 of a class that is nowhere
 * @param unit how it is shown
 * @param better which direction is better
 */
public record Figure(String name, OptionalDouble value, Unit unit, Better better) {

    /** How a value is shown. */
    public enum Unit {
        /** In [0, 1], shown as per cent. */
        SHARE("%"),
        /** Years. */
        YEARS("years"),
        /** A plain number. */
        NUMBER("");

        private final String sign;

        Unit(String sign) {
            this.sign = sign;
        }

        /** What stands behind the number. */
        public String sign() {
            return sign;
        }
    }

    /** Which direction is better. */
    public enum Better {
        LOWER,
        HIGHER,
        /** It is no score. */
        NEITHER
    }

    static Figure share(String name, double value, Better better) {
        return share(name, OptionalDouble.of(value), better);
    }

    static Figure share(String name, OptionalDouble value, Better better) {
        return new Figure(name, value, Unit.SHARE, better);
    }

    static Figure of(String name, double value, Unit unit, Better better) {
        return new Figure(name, OptionalDouble.of(value), unit, better);
    }

    /** The value with its unit; a dash where there is none. */
    public String text() {
        return text(value, unit);
    }

    /** Any value as that unit shows it; a dash where there is none. */
    public static String text(OptionalDouble value, Unit unit) {
        return value.isEmpty() ? "-" : text(value.getAsDouble(), unit);
    }

    /** Any value as that unit shows it. */
    public static String text(double value, Unit unit) {
        return switch (unit) {
            case SHARE -> String.format(Locale.ROOT, "%.2f %%", 100 * value);
            case YEARS -> String.format(Locale.ROOT, "%.2f years", value);
            case NUMBER -> String.format(Locale.ROOT, "%.4g", value);
        };
    }
}
