package io.facet.connectors.record;

import io.facet.domain.face.HeadResult;

/**
 * Apparent age.
 *
 * @param years expected value, rounded to 3 decimals
 */
public record AgeColumn(double years) {
    static AgeColumn from(HeadResult.Age age) {
        return new AgeColumn(Decimals.coordinate(age.years()));
    }

    HeadResult toDomain() {
        return new HeadResult.Age(years);
    }
}
