package io.facet.domain.video;

/**
 * An input that was refused: the untouched record, where it was refused and why.
 *
 * @param input the record as it arrived
 * @param stage the operator that refused it, for example {@code decode}
 * @param reason the category
 * @param message one line for a person: what was expected and what was found
 */
public record DeadLetter(SourceRecord input, String stage, Refusal reason, String message) {}
