package io.facet.training.text;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CaptionCleaningTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            'A  Photo\tOF\u00a0x',                 'a photo of x'
            '\u201cquoted\u201d \u2018\u201990s',  '"quoted" ''''90s'
            '\ufb01nal o\ufb00ice \u0133s \u0149', 'final office ijs ''n'
            '\uff26\uff55\uff4c\uff4c\u3000\uff11', 'full 1'
            'e\u0301cole',                         '\u00e9cole'
            'Q&amp;A &lt;b&gt;',                   'q&a <b>'
            '&amp;amp;lsquo;deep&rsquo;',          '''deep'''
            '<i>&amp;lsquo;tags&lsquo;</i>',       '<i>\u2018tags\u2018</i>'
            'AT&T &bogus;',                        'at&t &bogus;'
            '\u001b[31mred\u001b[0m \u0007bell',   'red bell'
            '\u0080uro \u0093x\u0094',             '\u20acuro "x"'
            '\u0130stanbul',                       'i\u0307stanbul'
            """)
    void clean_captionFromTheWeb_isRepairedAndLowered(String caption, String cleaned) {
        assertThat(CaptionCleaning.clean(caption)).isEqualTo(cleaned);
    }
}
