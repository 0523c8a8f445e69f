package io.facet.inference.analyze;

import java.util.List;

import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.HeadResult;

/** Analyses aligned crops many at a time. */
public interface BatchAnalysis {

    /**
     * Runs every head on every crop.
     *
     * @return for each crop, in the order given, one result for each head, less those whose values for this crop say
     *     nothing, such as NaN; these are counted
     */
    List<List<HeadResult>> analyze(List<AlignedCrop> crops);

    /**
     * Refuses a crop that cannot be analysed, so that it never joins, and spoils, a batch of others.
     *
     * @throws IllegalArgumentException naming what was expected and what was found
     */
    void requireFits(AlignedCrop crop);

    /** Results left out so far because a head gave a face values that say nothing, such as NaN. */
    long unreadable();

    /** Faces that have gone through the composed graph so far, and so through the encoder, each once. */
    long encoderPasses();
}
