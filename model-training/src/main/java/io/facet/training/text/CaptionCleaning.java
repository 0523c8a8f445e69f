package io.facet.training.text;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jsoup.parser.Parser;

/**
 * Cleans a caption as CLIP does before it is tokenised: the repairs of ftfy, HTML character references, white space,
 * lower case. Of ftfy's repairs one is left out: text that was decoded with a wrong character set stays as it is.
 */
final class CaptionCleaning {
    private static final Pattern REFERENCE = Pattern.compile("&#?[0-9A-Za-z]{1,24};");
    private static final Pattern TERMINAL_ESCAPE = Pattern.compile("\u001b\\[[\\d;]*[a-zA-Z]");
    private static final Pattern C1_CONTROL = Pattern.compile("[\\x80-\\x9f]");
    private static final Pattern SINGLE_QUOTE = Pattern.compile("[\u02bc\u2018-\u201b]");
    private static final Pattern DOUBLE_QUOTE = Pattern.compile("[\u201c-\u201f]");
    private static final Pattern FULL_WIDTH = Pattern.compile("[\u3000\uff01-\uffef]");
    private static final Pattern LIGATURE =
            Pattern.compile("[\u0132\u0133\u0149\u01c4-\u01cc\u01f1-\u01f3\ufb00-\ufb06]");
    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");
    private static final Pattern CONTROL =
            Pattern.compile("[\\x00-\\x08\\x0b\\x0e-\\x1f\\x7f\\u206a-\\u206f\\ufeff\\ufff9-\\ufffb]");
    private static final Pattern SPACES = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    /** Where the compatibility form is not what ftfy writes. */
    private static final Map<String, String> OWN_FORMS = Map.of("\u0149", "'n", "\ufb05", "\u017ft");

    private CaptionCleaning() {}

    static String clean(String caption) {
        String text = repaired(caption);
        text = unescaped(unescaped(text));
        return SPACES.matcher(text).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    }

    /** One repair can make way for another (a reference gives a quote, a quote is straightened): until none is left. */
    private static String repaired(String caption) {
        boolean references = caption.indexOf('<') < 0;
        String before = "";
        String text = caption;
        while (!text.equals(before)) {
            before = text;
            text = repairedOnce(text, references);
        }
        return text;
    }

    private static String repairedOnce(String before, boolean references) {
        // Text with tags is HTML that somebody meant to write; its references are resolved later, and only then.
        String text =
                references ? REFERENCE.matcher(before).replaceAll(match -> quoted(unescaped(match.group()))) : before;
        text = TERMINAL_ESCAPE.matcher(text).replaceAll("");
        text = C1_CONTROL.matcher(text).replaceAll(CaptionCleaning::windowsCharacter);
        text = LIGATURE.matcher(text).replaceAll(match -> OWN_FORMS.getOrDefault(match.group(), compatible(match)));
        text = FULL_WIDTH.matcher(text).replaceAll(match -> quoted(compatible(match)));
        text = SINGLE_QUOTE.matcher(text).replaceAll("'");
        text = DOUBLE_QUOTE.matcher(text).replaceAll("\"");
        text = LONE_SURROGATE.matcher(text).replaceAll("\ufffd");
        text = CONTROL.matcher(text).replaceAll("");
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static String compatible(MatchResult match) {
        return Normalizer.normalize(match.group(), Normalizer.Form.NFKC);
    }

    private static String windowsCharacter(MatchResult match) {
        byte[] code = {(byte) match.group().charAt(0)};
        return WINDOWS.decode(ByteBuffer.wrap(code)).toString();
    }

    private static String unescaped(String text) {
        return Parser.unescapeEntities(text, false);
    }

    private static String quoted(String replacement) {
        return Matcher.quoteReplacement(replacement);
    }
}
