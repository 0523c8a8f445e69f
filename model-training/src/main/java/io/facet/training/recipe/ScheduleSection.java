package io.facet.training.recipe;

import io.facet.training.loop.schedule.Amount;
import io.facet.training.loop.schedule.RunLength;
import io.facet.training.loop.schedule.Schedule;

/**
 * Length and learning rate: a straight warm-up from start to peak, then half a cosine to end.
 *
 * @param epochs passes over the data; this or updates
 * @param updates of the optimiser; this or epochs
 * @param warmupEpochs this or warmupUpdates; default none
 * @param warmupUpdates this or warmupEpochs
 * @param start rate of the first update
 * @param peak rate after the warm-up
 * @param end rate at the end
 * @param perBatch256 whether rates are given for a batch of 256 and grow with the batch; default false
 */
public record ScheduleSection(
        Double epochs,
        Long updates,
        Double warmupEpochs,
        Long warmupUpdates,
        Double start,
        Double peak,
        Double end,
        Boolean perBatch256) {
    public ScheduleSection {
        if ((epochs == null) == (updates == null)) {
            throw new IllegalArgumentException(
                    "the schedule has either epochs or updates, found " + (epochs == null ? "neither" : "both"));
        }
        if (warmupEpochs != null && warmupUpdates != null) {
            throw new IllegalArgumentException("the schedule has warmupEpochs or warmupUpdates, found both");
        }
        Sections.require("schedule.peak", peak);
        start = Sections.or(start, 0.0);
        end = Sections.or(end, 0.0);
        perBatch256 = Sections.or(perBatch256, false);
        Sections.require(epochs == null || epochs > 0, "epochs", "above 0", epochs);
        Sections.require(updates == null || updates > 0, "updates", "1 or more", updates);
        Sections.require(warmupEpochs == null || warmupEpochs >= 0, "warmupEpochs", "0 or more", warmupEpochs);
        Sections.require(warmupUpdates == null || warmupUpdates >= 0, "warmupUpdates", "0 or more", warmupUpdates);
        Sections.require(start >= 0, "start", "a rate of 0 or more", start);
        Sections.require(peak >= 0, "peak", "a rate of 0 or more", peak);
        Sections.require(end >= 0, "end", "a rate of 0 or more", end);
    }

    RunLength length() {
        return epochs == null ? RunLength.updates(updates) : RunLength.epochs(epochs);
    }

    Schedule schedule(int batch) {
        Schedule schedule = new Schedule(start, peak, end, warmup());
        return perBatch256 ? schedule.scaledTo(batch) : schedule;
    }

    private Amount warmup() {
        if (warmupEpochs != null) {
            return Amount.epochs(warmupEpochs);
        }
        return Amount.updates(Sections.or(warmupUpdates, 0L));
    }
}
