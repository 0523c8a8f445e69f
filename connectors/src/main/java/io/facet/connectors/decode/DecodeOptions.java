package io.facet.connectors.decode;

import java.io.Serializable;

import io.facet.domain.video.FrameSampling;

import static java.util.Objects.requireNonNull;

/**
 * How the decode operator works.
 *
 * @param sampling which frames are handed on
 * @param limits what a segment may cost
 */
public record DecodeOptions(FrameSampling sampling, DecodeLimits limits) implements Serializable {
    private static final long serialVersionUID = 1;

    public DecodeOptions {
        requireNonNull(sampling, "sampling is null");
        requireNonNull(limits, "limits is null");
    }

    /** {@link DecodeLimits#DEFAULT}. */
    public static DecodeOptions of(FrameSampling sampling) {
        return new DecodeOptions(sampling, DecodeLimits.DEFAULT);
    }
}
