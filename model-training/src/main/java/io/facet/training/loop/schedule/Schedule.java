package io.facet.training.loop.schedule;

/**
 * Learning rate: a straight line from start to peak during the warm-up, then half a cosine from peak to end at the run's
 * end (SGDR, Loshchilov and Hutter, 2017, equation 5, one cycle).
 *
 * <p>FaRL, section 4.1: 1e-6 → 1e-3 in one epoch of 16, then → 9e-4. MCF, appendix: 0 → 0.016 in one epoch of 16, then → 0.
 *
 * @param start rate of the first update
 * @param peak rate at the end of the warm-up
 * @param end rate that the last update comes close to
 * @param warmup length of the warm-up; may be 0
 */
public record Schedule(double start, double peak, double end, Amount warmup) {
    /** The batch that base learning rates are given for (Goyal et al., 2017, section 2.1; MAE, appendix A.1). */
    public static final int BASE_BATCH = 256;

    public Schedule {
        requireRate("start", start);
        requireRate("peak", peak);
        requireRate("end", end);
    }

    private static void requireRate(String name, double rate) {
        if (!(rate >= 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException(name + " of a schedule is a rate of 0 or more, found " + rate);
        }
    }

    /** One rate throughout. */
    public static Schedule constant(double rate) {
        return new Schedule(rate, rate, rate, Amount.updates(0));
    }

    /**
     * These rates taken as base rates and scaled with the batch: rate × batch / {@value #BASE_BATCH}.
     *
     * @param batch samples behind one update: batch × accumulation × processes
     */
    public Schedule scaledTo(long batch) {
        double factor = (double) batch / BASE_BATCH;
        return new Schedule(start * factor, peak * factor, end * factor, warmup);
    }

    /** The curve over a run of a known length. */
    public Curve over(long updates, double updatesPerEpoch) {
        return new Curve(this, warmup.inUpdates(updatesPerEpoch), updates);
    }

    /**
     * A schedule laid over a run.
     *
     * @param schedule the rates
     * @param warmup in updates
     * @param updates of the whole run
     */
    public record Curve(Schedule schedule, long warmup, long updates) {
        /**
         * @param done updates done before the one that takes the rate, from 0
         */
        public double rate(long done) {
            if (done < warmup) {
                return schedule.start + (schedule.peak - schedule.start) * done / warmup;
            }
            double position = updates <= warmup ? 1 : Math.min(1, (double) (done - warmup) / (updates - warmup));
            return schedule.end + (schedule.peak - schedule.end) * (1 + Math.cos(Math.PI * position)) / 2;
        }
    }
}
