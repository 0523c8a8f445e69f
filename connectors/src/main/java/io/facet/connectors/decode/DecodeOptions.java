package io.facet.connectors.decode;

import java.io.Serializable;

import io.facet.domain.video.FrameSampling;

import static java.util.Objects.requireNonNull;

/**
 * How the decode operator works.
 *
 * @param sampling which frames are handed on
 * @param limits what a segment may cost
 * @param maxDecoders decoders kept by one subtask; more streams than that take turns
 */
public record DecodeOptions(FrameSampling sampling, DecodeLimits limits, int maxDecoders) implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int DEFAULT_MAX_DECODERS = 64;

    public DecodeOptions {
        requireNonNull(sampling, "sampling is null");
        requireNonNull(limits, "limits is null");
        if (maxDecoders < 1) {
            throw new IllegalArgumentException("a subtask needs at least 1 decoder, got " + maxDecoders);
        }
    }

    /** Default limits, 64 decoders. */
    public static DecodeOptions of(FrameSampling sampling) {
        return new DecodeOptions(sampling, DecodeLimits.DEFAULT, DEFAULT_MAX_DECODERS);
    }
}
