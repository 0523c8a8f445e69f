package io.facet.inference.testing;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadResult.Identity;
import io.facet.domain.face.HeadResult.Parsing;

/** Head results as text that is equal only where every number is the same, bit by bit. */
public final class ExactResults {
    private ExactResults() {}

    public static List<List<String>> of(List<List<HeadResult>> faces) {
        return faces.stream()
                .map(face -> face.stream().map(ExactResults::text).toList())
                .toList();
    }

    // Records with arrays compare by reference; a recursive comparison of masks takes minutes.
    private static String text(HeadResult result) {
        if (result instanceof Identity identity) {
            return Arrays.toString(identity.embedding());
        }
        if (result instanceof Parsing parsing) {
            return parsing.labels() + HexFormat.of().formatHex(parsing.mask()) + parsing.transform();
        }
        return result.toString();
    }
}
