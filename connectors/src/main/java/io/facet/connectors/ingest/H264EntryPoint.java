package io.facet.connectors.ingest;

import java.nio.ByteBuffer;

/**
 * Whether decoding H.264 can begin at a picture. Files and FFmpeg call pictures key frames that are not: with gradual
 * intra refresh the picture is whole only some frames after a "recovery point" (ITU-T H.264, D.2.8).
 */
final class H264EntryPoint {
    private static final int NAL_SLICE = 1;
    private static final int NAL_IDR_SLICE = 5;
    private static final int NAL_SEI = 6;
    private static final int NAL_TYPE_MASK = 0x1f;
    private static final int SEI_RECOVERY_POINT = 6;
    private static final int SEI_CONTINUES = 0xff;
    private static final int FIRST_BIT = 0x80;

    private H264EntryPoint() {}

    /**
     * Whether a picture is an IDR picture, or a recovery point that is exact at once ({@code recovery_frame_cnt} 0).
     *
     * @param accessUnit one picture with start codes (Annex B); position and limit are left as they are
     */
    static boolean isClean(ByteBuffer accessUnit) {
        ByteBuffer bytes = accessUnit.duplicate();
        for (int at = bytes.position(); at + 3 < bytes.limit(); at++) {
            if (bytes.get(at) != 0 || bytes.get(at + 1) != 0 || bytes.get(at + 2) != 1) {
                continue;
            }
            int type = bytes.get(at + 3) & NAL_TYPE_MASK;
            if (type == NAL_IDR_SLICE) {
                return true;
            }
            if (type == NAL_SLICE) {
                return false;
            }
            if (type == NAL_SEI && isExactRecoveryPoint(bytes, at + 4)) {
                return true;
            }
        }
        return false;
    }

    /** Looks through the messages of one SEI unit. */
    private static boolean isExactRecoveryPoint(ByteBuffer bytes, int from) {
        int at = from;
        // Two bytes of message header and one of content; a unit ends with 0x80, which no message begins with here.
        while (at + 2 < bytes.limit() && (bytes.get(at) & 0xff) != FIRST_BIT) {
            int type = 0;
            int size = 0;
            for (; at < bytes.limit() && (bytes.get(at) & 0xff) == SEI_CONTINUES; at++) {
                type += SEI_CONTINUES;
            }
            type += at < bytes.limit() ? bytes.get(at++) & 0xff : 0;
            for (; at < bytes.limit() && (bytes.get(at) & 0xff) == SEI_CONTINUES; at++) {
                size += SEI_CONTINUES;
            }
            size += at < bytes.limit() ? bytes.get(at++) & 0xff : 0;
            if (type == SEI_RECOVERY_POINT && at < bytes.limit()) {
                // recovery_frame_cnt is an Exp-Golomb number: 0 is the single bit 1.
                return (bytes.get(at) & FIRST_BIT) != 0;
            }
            at += size;
            if (at + 2 < bytes.limit() && bytes.get(at) == 0 && bytes.get(at + 1) == 0) {
                return false; // The next unit's start code.
            }
        }
        return false;
    }
}
