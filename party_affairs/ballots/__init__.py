"""Secret ballots: the roll of who may vote, the urn of sealed marks, and the vote itself. See docs/appraisal-secrecy.md.

Appraisals and questionnaires are kept by the same means: `rolls`, `urns`, `seal` and `keys` serve both, `roll`, `urn` and `voting`
are the appraisal's, `answering` is the questionnaire's.

What a voter marked exists in clear only while his request is answered. It is sealed at once with a public key; the
private key lies in a file beside the database and is destroyed when the votes have been counted.
"""
