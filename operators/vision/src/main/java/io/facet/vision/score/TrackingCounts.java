package io.facet.vision.score;

import java.util.OptionalDouble;

/**
 * What a tracker got right and wrong in one video, or in several: counts add up, rates do not.
 *
 * @param frames frames judged
 * @param truths faces there, over all frames
 * @param found faces reported, over all frames
 * @param matches faces there that were reported
 * @param switches times a person's match was another track than the one before
 * @param overlapSum sum over the matches of intersection over union
 * @param identityMatches IDTP: faces reported with the one track that is, over the whole video, that person's
 */
public record TrackingCounts(
        long frames, long truths, long found, long matches, long switches, double overlapSum, long identityMatches) {

    /** Nothing judged yet. */
    public static final TrackingCounts NONE = new TrackingCounts(0, 0, 0, 0, 0, 0, 0);

    /** Both together. */
    public TrackingCounts plus(TrackingCounts other) {
        return new TrackingCounts(
                frames + other.frames,
                truths + other.truths,
                found + other.found,
                matches + other.matches,
                switches + other.switches,
                overlapSum + other.overlapSum,
                identityMatches + other.identityMatches);
    }

    /** Faces there that were not reported. */
    public long misses() {
        return truths - matches;
    }

    /** Faces reported that are not there. */
    public long falsePositives() {
        return found - matches;
    }

    /**
     * 1 − (misses + false positives + switches) ÷ faces there (Bernardin and Stiefelhagen, "Evaluating Multiple Object
     * Tracking Performance: The CLEAR MOT Metrics", 2008, section 2.1.3); at most 1, may be negative; empty where no
     * face is there.
     */
    public OptionalDouble mota() {
        return truths == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(1 - (double) (misses() + falsePositives() + switches) / truths);
    }

    /** Mean intersection over union of the matches (MOTP as an overlap: more is better); empty where none matched. */
    public OptionalDouble motp() {
        return matches == 0 ? OptionalDouble.empty() : OptionalDouble.of(overlapSum / matches);
    }

    /** Reported faces there of all there; empty where no face is there. */
    public OptionalDouble recall() {
        return ratio(matches, truths);
    }

    /** Right reports of all; empty where nothing was reported. */
    public OptionalDouble precision() {
        return ratio(matches, found);
    }

    /**
     * 2·IDTP ÷ (faces there + faces reported) (Ristani et al., "Performance Measures and a Data Set for Multi-target,
     * Multi-camera Tracking", 2016, equation 9); empty where both are none.
     */
    public OptionalDouble idf1() {
        return ratio(2 * identityMatches, truths + found);
    }

    private static OptionalDouble ratio(long part, long whole) {
        return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
    }
}
