/**
 * From segments to frames: every byte is taken for hostile. What cannot be used is refused with a category and a line
 * that says what was expected and found, and the job goes on.
 */
package io.facet.connectors.decode;
