package io.facet.connectors.record;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import io.facet.connectors.segment.Excerpt;

/** Header values as text, without loss: printable ASCII as it is, anything else as base64 behind a prefix. */
final class HeaderText {
    private static final String BASE64_PREFIX = "base64:";
    /** A multiple of 4, so that base64 can be cut there. */
    private static final int MAX_VALUE = 1_000;

    private HeaderText() {}

    static Map<String, String> from(Map<String, byte[]> headers) {
        Map<String, String> texts = new LinkedHashMap<>();
        headers.forEach((name, value) -> texts.put(name, text(value)));
        return texts;
    }

    static Map<String, byte[]> toBytes(Map<String, String> texts) {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        texts.forEach((name, text) -> headers.put(name, bytes(text)));
        return headers;
    }

    /** The first headers with long names and values cut; a value in base64 stays one. */
    static Map<String, String> shortened(Map<String, String> texts, int maxHeaders, int maxName) {
        Map<String, String> shorter = new LinkedHashMap<>();
        texts.entrySet().stream()
                .limit(maxHeaders)
                .forEach(header ->
                        shorter.putIfAbsent(Excerpt.cut(header.getKey(), maxName), shortened(header.getValue())));
        return shorter;
    }

    private static String shortened(String text) {
        int prefix = text.startsWith(BASE64_PREFIX) ? BASE64_PREFIX.length() : 0;
        return Excerpt.cut(text, prefix + MAX_VALUE);
    }

    private static String text(byte[] value) {
        String text = new String(value, StandardCharsets.ISO_8859_1);
        boolean printable = text.chars().allMatch(c -> c >= ' ' && c <= '~');
        // A value that looks like the prefixed form must not be taken for it.
        return printable && !text.startsWith(BASE64_PREFIX)
                ? text
                : BASE64_PREFIX + Base64.getEncoder().encodeToString(value);
    }

    private static byte[] bytes(String text) {
        if (!text.startsWith(BASE64_PREFIX)) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
        try {
            return Base64.getDecoder().decode(text.substring(BASE64_PREFIX.length()));
        } catch (IllegalArgumentException e) {
            throw new MalformedRecordException("expected a header in base64, found '" + text + "'", e);
        }
    }
}
