/** Observations folded into finished tracks and stream summaries. */
package io.facet.functions.aggregate;
