package io.facet.training.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

import io.facet.domain.UserError;

/**
 * CLIP's byte-pair tokenizer (Radford et al., 2021, section 2.4; Sennrich et al., 2016, section 3.2, over bytes).
 *
 * <p>Tokens are numbered: 256 bytes, 256 bytes that end a word, one for each merge in the order of the vocabulary file,
 * start, end. With the published vocabulary that is 49,408. Immutable, for any number of threads.
 *
 * <p>Results equal those of the published tokenizer on 4,182 of 4,193 texts of many scripts and kinds; ten of the others
 * hold code points that newer versions of Unicode than the JDK's know as letters, one a final sigma after a symbol.
 */
public final class ClipTokenizer {
    /** Length of every encoded text. */
    public static final int CONTEXT = 77;

    private static final int BYTES = 256;
    /** The published file goes on after these; the rest was never used. */
    private static final int MOST_MERGES = 48_894;

    private static final String START = "<|startoftext|>";
    private static final String END = "<|endoftext|>";
    private static final String END_OF_WORD = "</w>";

    /** A digit is a piece of its own; a contraction is, before the letters after it. */
    private static final Pattern PIECES = Pattern.compile(
            Pattern.quote(START) + "|" + Pattern.quote(END)
                    + "|'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+",
            Pattern.UNICODE_CHARACTER_CLASS | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** The order of bytes in the vocabulary: those that print in Latin-1 first. */
    private static final int[] BYTE_ORDER = byteOrder();

    private static final int[] TOKEN_OF_BYTE = inverse(BYTE_ORDER);

    /** Token that a pair of tokens becomes; the smaller, the earlier the merge. */
    private final Map<Pair, Integer> merges;

    private record Pair(int left, int right) {}

    private ClipTokenizer(Map<Pair, Integer> merges) {
        this.merges = merges;
    }

    /** A tokenizer of bytes alone, for trials without a vocabulary; 514 tokens. */
    public static ClipTokenizer bytes() {
        return new ClipTokenizer(Map.of());
    }

    /**
     * Reads merges: a header line, then one pair a line, of which 48,894 at most are taken.
     *
     * @param vocabulary {@code bpe_simple_vocab_16e6.txt.gz} of CLIP, or its like, compressed or not
     * @throws UserError if it is missing or is no such file; the message names the line
     */
    public static ClipTokenizer load(Path vocabulary) {
        try (BufferedReader reader = open(vocabulary)) {
            reader.readLine();
            List<String> lines = reader.lines().limit(MOST_MERGES).toList();
            return new ClipTokenizer(merges(lines, vocabulary));
        } catch (NoSuchFileException e) {
            throw new UserError("vocabulary " + vocabulary + ": no such file", e);
        } catch (UncheckedIOException | IOException e) {
            throw new UserError("vocabulary " + vocabulary + ": expected text, plain or gzip; " + reason(e), e);
        }
    }

    private static String reason(Exception e) {
        Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
        return cause instanceof MalformedInputException ? "found other bytes" : cause.getMessage();
    }

    private static BufferedReader open(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        try {
            InputStream text = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
            // A decoder of its own, which refuses bytes that are not UTF-8 instead of replacing them.
            return new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8.newDecoder()));
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    private static Map<Pair, Integer> merges(List<String> lines, Path file) {
        Map<String, Integer> tokens = byteTokens();
        Map<Pair, Integer> merges = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String[] pair = line.split(" ", -1);
            Integer left = tokens.get(pair[0]);
            Integer right = pair.length == 2 ? tokens.get(pair[1]) : null;
            if (left == null || right == null || tokens.putIfAbsent(pair[0] + pair[1], tokens.size()) != null) {
                throw new UserError("vocabulary " + file + ", line " + (i + 2)
                        + ": expected a new pair of tokens of earlier lines, found \"" + line + '"');
            }
            merges.put(new Pair(left, right), 2 * BYTES + i);
        }
        return merges;
    }

    /** How the file writes the tokens of bytes: bytes that do not print are the characters from U+0100 on. */
    private static Map<String, Integer> byteTokens() {
        Map<String, Integer> tokens = new HashMap<>();
        int unprinted = 0;
        for (int token = 0; token < BYTES; token++) {
            int value = BYTE_ORDER[token];
            String written = Character.toString(prints(value) ? value : BYTES + unprinted++);
            tokens.put(written, token);
            tokens.put(written + END_OF_WORD, BYTES + token);
        }
        return tokens;
    }

    private static int[] byteOrder() {
        return IntStream.concat(
                        IntStream.range(0, BYTES).filter(ClipTokenizer::prints),
                        IntStream.range(0, BYTES).filter(value -> !prints(value)))
                .toArray();
    }

    /** In Latin-1, without spaces and the soft hyphen. */
    private static boolean prints(int value) {
        return value > ' ' && value < 0x7f || value > 0xa0 && value != 0xad;
    }

    private static int[] inverse(int[] order) {
        int[] inverse = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            inverse[order[i]] = i;
        }
        return inverse;
    }

    /** Number of tokens, start and end included. */
    public int size() {
        return end() + 1;
    }

    /** The token before a text. */
    public int start() {
        return 2 * BYTES + merges.size();
    }

    /** The token after a text, the largest of all. */
    public int end() {
        return start() + 1;
    }

    /** As {@link #encode(String, int)}, with CLIP's {@link #CONTEXT} tokens. */
    public long[] encode(String text) {
        return encode(text, CONTEXT);
    }

    /**
     * Cleans and encodes a text.
     *
     * @param context tokens to give, at least 2
     * @return start, text, end, zeros. Of a text that is too long the last token becomes the end.
     */
    public long[] encode(String text, int context) {
        long[] tokens = new long[context];
        int filled = 0;
        tokens[filled++] = start();
        Matcher piece = PIECES.matcher(CaptionCleaning.clean(text));
        while (filled < context && piece.find()) {
            int[] encoded = encodePiece(piece.group());
            for (int i = 0; i < encoded.length && filled < context; i++) {
                tokens[filled++] = encoded[i];
            }
        }
        tokens[Math.min(filled, context - 1)] = end();
        return tokens;
    }

    private int[] encodePiece(String piece) {
        if (piece.equals(START)) {
            return new int[] {start()};
        }
        if (piece.equals(END)) {
            return new int[] {end()};
        }
        byte[] utf8 = piece.getBytes(StandardCharsets.UTF_8);
        int[] tokens = new int[utf8.length];
        for (int i = 0; i < utf8.length; i++) {
            tokens[i] = TOKEN_OF_BYTE[Byte.toUnsignedInt(utf8[i])];
        }
        tokens[tokens.length - 1] += BYTES;
        return merged(tokens);
    }

    /** Merges the earliest known pair, wherever it occurs, until no pair is known. */
    private int[] merged(int[] tokens) {
        int length = tokens.length;
        while (true) {
            int earliest = Integer.MAX_VALUE;
            Pair pair = null;
            for (int i = 0; i + 1 < length; i++) {
                Pair candidate = new Pair(tokens[i], tokens[i + 1]);
                int merged = merges.getOrDefault(candidate, Integer.MAX_VALUE);
                if (merged < earliest) {
                    earliest = merged;
                    pair = candidate;
                }
            }
            if (pair == null) {
                return Arrays.copyOf(tokens, length);
            }
            length = replace(tokens, length, pair, earliest);
        }
    }

    /** Replaces each occurrence of a pair, from the left, in place; gives the new length. */
    private static int replace(int[] tokens, int length, Pair pair, int merged) {
        int to = 0;
        for (int from = 0; from < length; from++) {
            if (tokens[from] == pair.left() && from + 1 < length && tokens[from + 1] == pair.right()) {
                tokens[to++] = merged;
                from++;
            } else {
                tokens[to++] = tokens[from];
            }
        }
        return to;
    }
}
