package io.facet.jobs.bench;

import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One measured number.
 *
 * @param part what was measured
 * @param name which number of it
 * @param value the number; null where it could not be measured
 * @param unit of the number
 * @param limit what it should keep to; null where nothing is asked of it
 * @param passes whether it keeps to its limit; null without a limit or a number
 * @param note what a reader has to know to understand it; null where there is nothing
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Figure(BenchPart part, String name, Double value, String unit, Limit limit, Boolean passes, String note) {

    /** Which side of a bound is good. */
    public enum Bound {
        AT_LEAST("≥"),
        AT_MOST("≤");

        private final String sign;

        Bound(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }

    /** A bound and its side. */
    public record Limit(Bound bound, double value) {
        static Limit atLeast(double value) {
            return new Limit(Bound.AT_LEAST, value);
        }

        static Limit atMost(double value) {
            return new Limit(Bound.AT_MOST, value);
        }

        boolean holds(double measured) {
            return bound == Bound.AT_LEAST ? measured >= value : measured <= value;
        }
    }

    /** A number that nothing is asked of. */
    static Figure of(BenchPart part, String name, double value, String unit) {
        return new Figure(part, name, value, unit, null, null, null);
    }

    /** A number that should keep to a limit. */
    static Figure limited(BenchPart part, String name, double value, String unit, Limit limit) {
        return new Figure(part, name, value, unit, limit, limit.holds(value), null);
    }

    /** A number that could not be measured. */
    static Figure missing(BenchPart part, String name, String unit, Limit limit, String why) {
        return new Figure(part, name, null, unit, limit, null, why);
    }

    /** The same with a remark. */
    Figure noted(String remark) {
        return new Figure(part, name, value, unit, limit, passes, remark);
    }

    /** Whether it was measured and missed its limit. */
    boolean fails() {
        return Optional.ofNullable(passes).map(passed -> !passed).orElse(false);
    }
}
