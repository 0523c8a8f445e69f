package io.facet.connectors.video;

/** An FFmpeg function failed. */
public final class FfmpegException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;

    /**
     * @param action what was being done
     * @param code what the function returned
     */
    public FfmpegException(String action, int code) {
        super("could not " + action + ": " + Ffmpeg.reason(code));
        this.code = code;
    }

    /** FFmpeg's return code, negative. */
    public int code() {
        return code;
    }
}
