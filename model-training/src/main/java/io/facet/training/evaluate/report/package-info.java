/**
 * The page of an evaluation, {@code report.html}, and the same in {@code report.json}. The page is one file that fetches
 * nothing; faces are drawn with what is true and what was predicted.
 */
package io.facet.training.evaluate.report;
