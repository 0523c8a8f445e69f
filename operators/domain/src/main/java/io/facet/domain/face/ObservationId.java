package io.facet.domain.face;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The deterministic id of an observation: replaying the same offsets with the same bundle gives the same ids. */
public final class ObservationId {
    private static final int ID_BYTES = 16;

    private ObservationId() {}

    /**
     * SHA-256 of (stream, segment sequence, frame presentation time, face index, bundle), cut to 16 bytes, as 32
     * lower-case hexadecimal digits.
     */
    public static String of(String stream, long segment, long ptsUs, int faceIndex, String bundle) {
        // 0x1F separates the fields: it cannot occur in the numbers, and a stream name may not contain it.
        String key = stream + '\u001f' + segment + '\u001f' + ptsUs + '\u001f' + faceIndex + '\u001f' + bundle;
        byte[] digest = sha256().digest(key.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, ID_BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
