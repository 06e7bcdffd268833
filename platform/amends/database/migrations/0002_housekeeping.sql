-- The clock process removes sessions long after they ended.

GRANT DELETE ON session, operator_session TO {app};
