/** What may be done with a stream, and how often. */
package io.facet.domain.policy;
