package io.facet.connectors.video;

import java.nio.charset.StandardCharsets;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

/**
 * What every caller of FFmpeg needs: return codes as text and as exceptions. FFmpeg's own log is silenced the first
 * time this class is used, because it prints to standard error without saying which stream it speaks of; what it has to
 * say reaches people through these exceptions.
 */
public final class Ffmpeg {
    private static final int ERROR_TEXT_BYTES = 128;

    static {
        av_log_set_level(AV_LOG_QUIET);
    }

    private Ffmpeg() {}

    /**
     * Hands a return code through, or throws.
     *
     * @param code what an FFmpeg function returned
     * @param action what was being done, for the message: "open the codec"
     * @return {@code code}, when it is not negative
     * @throws FfmpegException when it is
     */
    public static int check(int code, String action) {
        if (code < 0) {
            throw new FfmpegException(action, code);
        }
        return code;
    }

    /** FFmpeg's own words for a return code. */
    public static String reason(int code) {
        byte[] text = new byte[ERROR_TEXT_BYTES];
        av_strerror(code, text, ERROR_TEXT_BYTES);
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    /** Whether the code asks for more input, or for output to be taken first. */
    public static boolean isAgain(int code) {
        return code == AVERROR_EAGAIN();
    }

    /** Whether the code says that there is no more. */
    public static boolean isEnd(int code) {
        return code == AVERROR_EOF;
    }
}
