package io.facet.connectors.record;

import io.facet.domain.face.HeadResult;

/**
 * How good the picture of a face is, as the quality head sees it.
 *
 * @param value in [0, 1], rounded to 6 decimals
 */
public record QualityColumn(double value) {
    static QualityColumn from(HeadResult.Quality quality) {
        return new QualityColumn(Decimals.fraction(quality.value()));
    }

    HeadResult toDomain() {
        return new HeadResult.Quality(value);
    }
}
