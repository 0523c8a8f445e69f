package io.facet.connectors.segment;

import io.facet.domain.video.Refusal;

import static java.util.Objects.requireNonNull;

/** A record or segment that cannot be used; becomes a dead letter. Nothing is wrong with the program. */
public final class SegmentRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final Refusal refusal;
    private final int framesDecoded;
    private final int framesSampled;

    /**
     * @param refusal the category
     * @param message one line: what was expected and what was found
     */
    public SegmentRefusedException(Refusal refusal, String message) {
        this(refusal, message, 0, 0);
    }

    /**
     * @param refusal the category
     * @param message one line: what was expected and what was found
     * @param framesDecoded frames that came out before; they stay valid
     * @param framesSampled how many of those were handed on
     */
    public SegmentRefusedException(Refusal refusal, String message, int framesDecoded, int framesSampled) {
        super(requireNonNull(message, "message is null"));
        this.refusal = requireNonNull(refusal, "refusal is null");
        this.framesDecoded = framesDecoded;
        this.framesSampled = framesSampled;
    }

    public Refusal refusal() {
        return refusal;
    }

    public int framesDecoded() {
        return framesDecoded;
    }

    public int framesSampled() {
        return framesSampled;
    }
}
